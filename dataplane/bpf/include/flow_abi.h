/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The only truth about the layouts that the packet path shares with its control process. Widths are fixed and padding
 * is spelled out, so that the same bytes mean the same to both; abi.json is exported from here, and a test compares it
 * with the Java side.
 */
#ifndef TURNPIKE_FLOW_ABI_H
#define TURNPIKE_FLOW_ABI_H

#include <linux/types.h>

/* IPv6, or IPv4 in its mapped form (::ffff:a.b.c.d); network order. */
struct ip_address {
	__be32 word[4];
};

/* Codes of io.turnpike.flow.ObservationPoint. */
enum observation_point {
	OBSERVED_SLB_FRONT = 1,
	OBSERVED_SLB_BACK = 2,
	OBSERVED_BORDER = 3,
	OBSERVED_ECS_NIC = 4,
	OBSERVED_L7 = 5,
};

/* Codes of io.turnpike.flow.Entry. */
enum entry {
	ENTRY_PRIVATE = 0,
	ENTRY_SLB = 1,
	ENTRY_EIP = 2,
	ENTRY_DNAT = 3,
	ENTRY_SNAT = 4,
	ENTRY_ECS = 5,
	ENTRY_IPV6GW = 6,
};

/* Codes of io.turnpike.flow.Side. */
enum side {
	SIDE_PUBLIC = 0,
	SIDE_PRIVATE = 1,
};

/* Codes of io.turnpike.flow.Mark. */
enum mark {
	MARK_NONE = 0,
	MARK_PROBE = 1,
	MARK_INFRASTRUCTURE = 2,
};

/* Codes of io.turnpike.flow.Direction. */
enum direction {
	DIRECTION_OUT = 0,
	DIRECTION_IN = 1,
};

/* A slot of the session table goes FREE -> ACTIVE -> ENDED -> FREE; only the control process does the last two steps.
 */
enum session_state {
	SESSION_FREE = 0,
	SESSION_ACTIVE = 1,
	SESSION_ENDED = 2,
	/* Taken, but the session lost a race against its own twin on another CPU and was never used. */
	SESSION_ABANDONED = 3,
};

/* What TCP showed so far; bits of session.tcp. */
enum tcp_seen {
	TCP_FIN_INITIATOR = 1,
	TCP_FIN_RESPONDER = 2,
	TCP_RESET = 4,
	TCP_ANSWERED = 8,
};

/*
 * A packet's addresses as it arrives. Ports are 0 where the protocol has none, and for fragments. An ICMP echo has its
 * identifier as the port on the side that asked: source_port of a request, destination_port of a reply.
 */
struct flow_key {
	struct ip_address source;
	struct ip_address destination;
	__be16 source_port;
	__be16 destination_port;
	__u8 protocol;
	__u8 padding;
	/* Separates what one node counts at several places: the ECS at a network interface, else 0. */
	__u16 scope;
};
_Static_assert(sizeof(struct flow_key) == 40, "flow_key");

/* What a packet of the session looks like after translation. */
struct translation {
	struct ip_address source;
	struct ip_address destination;
	__be16 source_port;
	__be16 destination_port;
};
_Static_assert(sizeof(struct translation) == 36, "translation");

/* Where a packet last went, so that the next one of its session and direction need not be routed. */
struct hop {
	/* Of when: see hop_stamp. */
	__u32 stamp;
	__u32 ifindex;
	__u8 destination[6];
	__u8 source[6];
	/* Index of the interface's outgoing cell; 0xffff if it has none. */
	__u16 cell;
	__u16 padding;
};
_Static_assert(sizeof(struct hop) == 24, "hop");

struct session {
	__u64 flow_id;
	__u64 first_seen_ns;
	__u64 last_seen_ns;
	/* Index 0: initiator to responder; 1: back. Cumulative. */
	__u64 octets[2];
	__u64 packets[2];
	/* The baseline: what the control process has spooled. Only it writes here. */
	__u64 reported_octets[2];
	__u64 reported_packets[2];
	/* As the initiator wrote it. */
	struct flow_key key;
	/* As the responder sees it. */
	struct translation forward;
	/* Where packets to the responder are handed to, if that is not where their destination is routed; else unspecified. */
	struct ip_address next_hop;
	__u32 generation;
	__u32 resource;
	__u32 binding;
	__u32 vpc;
	__u32 state;
	__u32 tcp;
	/* Director: index of the listener's running state, and of the server that was chosen. */
	__u32 listener;
	__u32 server;
	/* Added to sequence numbers, by who sent them; 0 but where we answered in the server's place. */
	__u32 sequence_offset[2];
	/* Number of the node that ages the session and whose local address it has. */
	__u16 owner;
	/* Of an established session; 0 for the default of its protocol. */
	__u16 idle_seconds;
	__u8 observation;
	__u8 entry;
	__u8 mark;
	__u8 initiator_side;
	/* Not 0 once peers are, or were to be, told of it. */
	__u32 announced;
	/* To the responder; back. The packet path's own. */
	struct hop hops[2];
};
_Static_assert(sizeof(struct session) == 280, "session");

#define INDEX_ENTRIES 8
/* Words of a flow key. */
#define INDEX_SECRETS 10
/* Not found yet. */
#define REFERENCE_PENDING (1u << 31)

/*
 * One cache line of the session index. In the lower half of an entry is the reference: twice the slot, and 1 more if the
 * key is the responder's; in the upper half the key's tag. 0 is free.
 */
struct index_bucket {
	__u64 entry[INDEX_ENTRIES];
};
_Static_assert(sizeof(struct index_bucket) == 64, "index_bucket");

/* Free slots: the control process puts at the tail, the packet path takes at the head. */
struct allocator {
	__u64 head;
	__u64 tail;
	__u64 next_flow_id;
	/* Wall clock, milliseconds: end of the last interval that was spooled. Only the control process writes it. */
	__u64 reported_until_millis;
	/* Identifies this set of maps; cumulative counters compare only within one. */
	__u64 counters_epoch;
	/* Slots less one; their number is a power of two. */
	__u32 slot_mask;
	/* The lowest bit is the bank that cells are counted in. Only the control process writes it. */
	__u32 cell_epoch;
	/* Of the session index. Chosen at random, once. */
	__u64 index_secret[INDEX_SECRETS];
};
_Static_assert(sizeof(struct allocator) == 128, "allocator");

struct counter {
	__u64 octets;
	__u64 packets;
};

/* Counted in the bank of the epoch in which the packet came; the other bank rests, and can be read as it was then. */
struct cell {
	struct counter bank[2];
};
_Static_assert(sizeof(struct cell) == 32, "cell");

struct interface {
	__u32 cell;
	__u32 side;
};

/* What is in no session. From SESSIONLESS_NODE on it is nobody's, and only the audit asks for it. */
enum sessionless {
	/* Forwarded by a session, or dropped. */
	SESSIONLESS_NOT = 0,
	/* What the node answered by itself, and its answers. */
	SESSIONLESS_ANSWER = 1,
	/* For the node itself. */
	SESSIONLESS_NODE = 2,
	/* Stays on its link. */
	SESSIONLESS_LINK = 3,
	/* Handed over to a peer. */
	SESSIONLESS_HANDED_OVER = 4,
	/* Passed on without a record. */
	SESSIONLESS_UNMETERED = 5,
};

/* Reason 0: forwarded. */
struct cell_key {
	__u32 resource;
	__u32 binding;
	__u32 vpc;
	__u8 observation;
	__u8 direction;
	__u8 reason;
	/* enum sessionless */
	__u8 sessionless;
	/* Place of the interface that it came in by and of the one that it leaves by: interface.cell + 1; 0 for none. */
	__u16 arrival;
	__u16 departure;
};
_Static_assert(sizeof(struct cell_key) == 20, "cell_key");

/* Director: one protocol and port of a VIP. */
struct listener_key {
	struct ip_address address;
	__be16 port;
	__u8 protocol;
	__u8 padding;
};
_Static_assert(sizeof(struct listener_key) == 20, "listener_key");

/* Director: a prefix of the ports of a listener's range; bits of the prefix count from the address. */
struct port_prefix {
	__u32 prefix_length;
	struct ip_address address;
	__u8 protocol;
	__u8 padding;
	__be16 port;
};
_Static_assert(sizeof(struct port_prefix) == 24, "port_prefix");

enum listener_flags {
	/* Packets go as they are to the proxies that stand in the place of the backends. */
	LISTENER_DIRECT_ROUTING = 1,
	/* Clients on the access list may open sessions, all others may not. */
	LISTENER_ALLOW = 2,
	/* Clients on the access list may not open sessions. */
	LISTENER_DENY = 4,
};

/* Codes of io.turnpike.flow.Scheduler. */
enum scheduler {
	SCHEDULER_RR = 1,
	SCHEDULER_WRR = 2,
	SCHEDULER_WLC = 3,
	SCHEDULER_SCH = 4,
	SCHEDULER_TCH = 5,
};

/* How many sessions may be opened; of a listener, and of its load balancer with all listeners. */
struct connection_limit {
	/* From one new session to the next, in 1/64 ns; 0 for no limit. */
	__u64 interval;
	/* Open at a time; 0 for no limit. */
	__u32 most;
	/* Index of the running state. */
	__u32 state;
};
_Static_assert(sizeof(struct connection_limit) == 16, "connection_limit");

/* Configuration only, so that the control process replaces it as a whole; what runs is in listener_states and servers. */
struct listener {
	/* Of the listener; its state is session.listener. */
	struct connection_limit limit;
	/* Of the load balancer. */
	struct connection_limit instance_limit;
	__u32 resource;
	__u32 binding;
	__u32 vpc;
	/* enum listener_flags */
	__u32 flags;
	/* The row of choices in force. */
	__u32 first_choice;
	__u32 choice_count;
	__u32 access_list;
	/* enum scheduler */
	__u16 scheduler;
	__u16 persistence_seconds;
	/* session.idle_seconds of its sessions. */
	__u16 idle_seconds;
	__u16 padding;
	__u32 reserved;
};
_Static_assert(sizeof(struct listener) == 72, "listener");

/* Running state of a listener, or with port and protocol 0 of a load balancer. Index 0 is nobody's. */
struct listener_state {
	/* Whose it is; zero if it is free. */
	struct listener_key key;
	/* Of the load balancer's own state; 0 for itself. */
	__u32 instance;
	/* Open sessions. The packet path counts up, the control process down. */
	__u32 connections;
	/* Sessions that were given a server in turn. */
	__u32 turn;
	/* When the next session would come at exactly the limit's rate, in 1/64 ns of the monotonic clock. */
	__u64 next_connection;
	/* Sessions ever opened. */
	__u64 opened;
	/* The most that were open at once since the control process last set it back. */
	__u32 peak;
	__u32 padding;
	/* Packets that would have opened a session, and were refused. */
	__u64 dropped_connections;
	/* All that was dropped, by enum direction; not of a load balancer's own state, whose drops are cells. */
	__u64 dropped_octets[2];
	__u64 dropped_packets[2];
};
_Static_assert(sizeof(struct listener_state) == 96, "listener_state");

enum server_flags {
	/* New sessions may be given to it. */
	SERVER_UP = 1,
	/* It has sessions, and is given no new ones. */
	SERVER_DRAINING = 2,
};

/* A server of one listener, or the ingress address of a proxy, without a port. Index 0 is nobody's. */
struct server {
	/* Unspecified if it is free. */
	struct ip_address address;
	/* 0 if the client's own port stays. */
	__be16 port;
	__u16 weight;
	/* enum server_flags */
	__u32 flags;
	/* Index of the listener's state. */
	__u32 listener;
	/* Open sessions. The packet path counts up, the control process down. */
	__u32 connections;
	/* Sessions ever opened. */
	__u64 opened;
};
_Static_assert(sizeof(struct server) == 40, "server");

#define CHOICES 32

/* A piece of a row of choices: indexes of servers. */
struct choices {
	__u16 server[CHOICES];
};
_Static_assert(sizeof(struct choices) == 64, "choices");

struct persistence_key {
	/* Index of the listener's state. */
	__u32 listener;
	struct ip_address client;
};
_Static_assert(sizeof(struct persistence_key) == 20, "persistence_key");

struct persistence {
	__u64 until_ns;
	__u32 server;
	__u32 padding;
};
_Static_assert(sizeof(struct persistence) == 16, "persistence");

/* Bits of the prefix count from the list, all of which it has. */
struct access_prefix {
	__u32 prefix_length;
	__u32 list;
	struct ip_address address;
};
_Static_assert(sizeof(struct access_prefix) == 24, "access_prefix");

/* Director: an address that is ours. */
struct owned_address {
	__u32 resource;
	__u32 binding;
	__u32 vpc;
	/* A local address (LIP) rather than a VIP. */
	__u32 local;
};

/* The local addresses lie in one array: those of IPv4 from 0, those of IPv6 from here. */
#define FIRST_IPV6_LOCAL_ADDRESS 2048

struct director_settings {
	__u32 ipv4_address_count;
	__u32 ipv6_address_count;
	__u16 first_port;
	__u16 last_port;
};

/*
 * Border: whose an address is. A 1:1 binding is found by either address, and the peer is the other one; a routed address
 * is its own peer. Without a peer a public address serves a NAT gateway, and a private one has no public path of its own.
 */
struct address_binding {
	struct ip_address peer;
	__u32 resource;
	__u32 binding;
	__u32 vpc;
	/* Of sessions through it. */
	__u32 entry;
};
_Static_assert(sizeof(struct address_binding) == 32, "address_binding");

/* Border: the target of a DNAT entry; port 0 if the packet's own port stays. */
struct dnat_target {
	struct ip_address address;
	__be16 port;
	__u16 padding;
};
_Static_assert(sizeof(struct dnat_target) == 20, "dnat_target");

#define SNAT_POOL_ADDRESSES 32

/* Border: the public addresses for a range of private sources; the peer of each is the address itself. */
struct snat_pool {
	__u32 vpc;
	__u32 address_count;
	__u16 first_port;
	__u16 last_port;
	struct address_binding addresses[SNAT_POOL_ADDRESSES];
};
_Static_assert(sizeof(struct snat_pool) == 12 + 32 * SNAT_POOL_ADDRESSES, "snat_pool");

enum nic_flags {
	/* Bandwidth was bought for the ECS's own public address. */
	NIC_PUBLIC_BANDWIDTH = 1,
	/* An EIP is bound to the private address. */
	NIC_EIP = 2,
	/* An SNAT entry covers the private address. */
	NIC_SNAT = 4,
	/* A DNAT entry leads to the private address. */
	NIC_DNAT = 8,
	/* The IPv6 address is routed to the Internet. */
	NIC_IPV6GW = 16,
};

/* Network interface of an ECS. */
struct nic {
	struct ip_address private_address;
	struct ip_address public_address;
	struct ip_address ipv6_address;
	__u32 resource;
	__u32 binding;
	__u32 vpc;
	__u32 flags;
	/* flow_key.scope of all interfaces of this ECS. */
	__u32 scope;
};
_Static_assert(sizeof(struct nic) == 68, "nic");

/* Nic: an IPv6 address of an ECS, private to the others of its VPC. */
struct vpc_address {
	__u32 vpc;
	struct ip_address address;
};
_Static_assert(sizeof(struct vpc_address) == 20, "vpc_address");

struct prefix_key {
	__u32 prefix_length;
	struct ip_address address;
};
_Static_assert(sizeof(struct prefix_key) == 20, "prefix_key");

enum prefix_kind {
	PREFIX_PRIVATE = 1,
	PREFIX_SLB_LOCAL = 2,
	/* A local address from which a director probes, and nothing else. */
	PREFIX_SLB_CHECKER = 3,
};

struct limit_key {
	__u32 resource;
	__u32 direction;
};

struct rate {
	/* 1 to 1e11. */
	__u64 bits_per_second;
	/* Never less than a GSO packet, and at most 1e10, so that 1e9 times it fits in 64 bits. */
	__u64 burst_bits;
	/* In which an empty bucket fills, rounded up. */
	__u64 fill_ns;
};
_Static_assert(sizeof(struct rate) == 24, "rate");

/*
 * What a resource may pass here in one direction. A lease ends by itself, at an instant of the monotonic clock, also if
 * the control process is gone: from then on the rate is what no peer may be using at the same time.
 */
struct limit {
	struct rate leased;
	struct rate safe;
	__u64 until_ns;
	/* Index of the running state. */
	__u32 bucket;
	/* tc: skb->priority of what passes, which is the class of the queue it waits in; 0 for none. */
	__u32 queue_class;
};
_Static_assert(sizeof(struct limit) == 64, "limit");

/* How much came to a limit, and how much of that was over it. Cumulative; the first members of a token bucket. */
struct demand {
	__u64 asked_bits;
	__u64 refused_bits;
	/* Of what passed: packets, as they are on the wire. */
	__u64 passed_packets;
};
_Static_assert(sizeof(struct demand) == 24, "demand");

enum proxied_leg {
	/* Between a client and the VIP. */
	LEG_CLIENT = 1,
	/* Between the proxy and an ECS. */
	LEG_BACKEND = 2,
};

/* Proxy: whose an address is, and which legs are told by it. */
struct proxied_address {
	__u32 resource;
	__u32 binding;
	__u32 vpc;
	/* enum proxied_leg */
	__u32 leg;
};
_Static_assert(sizeof(struct proxied_address) == 16, "proxied_address");

#endif
