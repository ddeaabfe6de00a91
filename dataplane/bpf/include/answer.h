/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What a VIP answers by itself: an echo, and a reset to who wants to connect and cannot. A packet is turned into its
 * answer where it lies and goes back the way it came. Answers are charged like all that leaves a load balancer, so they
 * obey its limit.
 *
 * Only what opens a connection is refused. A segment of a session that this node does not know is dropped in silence:
 * after a change of the routes its session may be on its way here, and a reset would end what a peer still carries.
 */
#ifndef TURNPIKE_ANSWER_H
#define TURNPIKE_ANSWER_H

#include "forward.h"

#define ANSWER_TTL 64
/* Of the sum over what is answered, in octets: a chunk, and how many there may be. */
#define SUM_CHUNK 64
#define SUM_CHUNKS 32

/* Without options and extensions; what comes with them gets no answer. */
static __always_inline bool has_plain_header(const struct packet *p)
{
	return p->l4_offset == IP_OFFSET + (p->family == AF_INET6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr));
}

static __always_inline __s64 sum_of(void *context, enum hook hook, __u32 offset, __u32 octets, __u32 sum)
{
	__u8 chunk[SUM_CHUNK];
	for (int i = 0; i < SUM_CHUNKS && octets > 0; i++) {
		__u32 part = octets < SUM_CHUNK ? octets : SUM_CHUNK;
		asm volatile("" : "+r"(part));
		if (part == 0 || part > SUM_CHUNK)
			return -1;
		__builtin_memset(chunk, 0, sizeof(chunk));
		if (load(context, hook, offset, chunk, part) != 0)
			return -1;
		sum = bpf_csum_diff(NULL, 0, (__be32 *)chunk, sizeof(chunk), sum);
		offset += part;
		octets -= part;
	}
	return octets > 0 ? -1 : fold(sum);
}

/* Both addresses in a row, the protocol and the length; the mapped form of IPv4 adds nothing. */
static __always_inline __u32 pseudo_header_sum(const struct packet *p, __u16 octets)
{
	__u32 rest = bpf_htons(p->key.protocol) + bpf_htons(octets);
	return bpf_csum_diff(NULL, 0, (__be32 *)&p->key.source, ADDRESS_OCTETS, rest);
}

/*
 * tc: whether the device is still to fill in the checksum, so that the field holds no more than the sum of the pseudo
 * header. Then, and only then, the helper leaves it as it is.
 */
static __always_inline bool is_checksum_left_to_device(const struct packet *p, void *context)
{
	__u32 offset = p->l4_offset + offsetof(struct tcphdr, check);
	__u16 before, after;
	if (bpf_skb_load_bytes(context, offset, &before, sizeof(before)) != 0 ||
	    bpf_l4_csum_replace(context, offset, 0, 1, 0) != 0 ||
	    bpf_skb_load_bytes(context, offset, &after, sizeof(after)) != 0)
		return false;
	bpf_skb_store_bytes(context, offset, &before, sizeof(before), 0);
	return before == after;
}

static __always_inline long set_frame_length(void *context, enum hook hook, __u32 octets)
{
	if (hook == HOOK_TC)
		return bpf_skb_change_tail(context, octets, 0);
	return bpf_xdp_adjust_tail(context, (int)octets - (int)bpf_xdp_get_buff_len(context));
}

/* tc: the device's sum over the packet follows. */
static __always_inline long store_anew(void *context, enum hook hook, __u32 offset, void *from, __u32 octets)
{
	return hook == HOOK_XDP ? bpf_xdp_store_bytes(context, offset, from, octets)
				: bpf_skb_store_bytes(context, offset, from, octets, BPF_F_RECOMPUTE_CSUM);
}

static __always_inline long store_answer_header(const struct packet *p, void *context, enum hook hook, __u16 l4_octets)
{
	struct ipv6hdr v6 = {
	    .version = 6,
	    .payload_len = bpf_htons(l4_octets),
	    .nexthdr = p->key.protocol,
	    .hop_limit = ANSWER_TTL,
	};
	if (p->family == AF_INET6) {
		__builtin_memcpy(&v6.saddr, &p->key.destination, sizeof(v6.saddr));
		__builtin_memcpy(&v6.daddr, &p->key.source, sizeof(v6.daddr));
		return store_anew(context, hook, IP_OFFSET, &v6, sizeof(v6));
	}
	struct iphdr v4 = {
	    .version = 4,
	    .ihl = sizeof(v4) / 4,
	    .tot_len = bpf_htons(sizeof(v4) + l4_octets),
	    .frag_off = bpf_htons(0x4000),
	    .ttl = ANSWER_TTL,
	    .protocol = p->key.protocol,
	    .saddr = p->key.destination.word[3],
	    .daddr = p->key.source.word[3],
	};
	v4.check = ~fold(bpf_csum_diff(NULL, 0, (__be32 *)&v4, sizeof(v4), 0));
	return store_anew(context, hook, IP_OFFSET, &v4, sizeof(v4));
}

/* RFC 9293, 3.10.7.1: the answer to a segment without ACK for a connection that does not exist. */
static __always_inline void make_reset(struct tcphdr *tcp, __u32 payload)
{
	struct tcphdr reset = {
	    .source = tcp->dest,
	    .dest = tcp->source,
	    .ack_seq = bpf_htonl(bpf_ntohl(tcp->seq) + payload + tcp->syn + tcp->fin),
	    .doff = sizeof(reset) / 4,
	    .rst = 1,
	    .ack = 1,
	};
	*tcp = reset;
}

/* False if it gets no answer: what has a wrong checksum, above all. */
static __always_inline bool turn_into_reset(struct packet *p, void *context, enum hook hook)
{
	struct tcphdr tcp;
	__u32 l4_octets = p->octets - (p->l4_offset - IP_OFFSET);
	if (!has_plain_header(p) || is_martian(p) ||
	    load(context, hook, p->l4_offset, &tcp, sizeof(tcp)) != 0)
		return false;
	bool left_to_device = hook == HOOK_TC && is_checksum_left_to_device(p, context);
	if (!left_to_device &&
	    sum_of(context, hook, p->l4_offset, l4_octets, pseudo_header_sum(p, l4_octets)) != 0xffff)
		return false;
	make_reset(&tcp, l4_octets - tcp.doff * 4);
	__u16 pseudo = fold(pseudo_header_sum(p, sizeof(tcp)));
	tcp.check = left_to_device ? pseudo : ~fold(bpf_csum_diff(NULL, 0, (__be32 *)&tcp, sizeof(tcp), pseudo));
	if (set_frame_length(context, hook, p->l4_offset + sizeof(tcp)) != 0)
		return false;
	p->octets = p->l4_offset - IP_OFFSET + sizeof(tcp);
	p->segments = 1;
	return store_answer_header(p, context, hook, sizeof(tcp)) == 0 &&
	       store_anew(context, hook, p->l4_offset, &tcp, sizeof(tcp)) == 0;
}

/* The checksum follows by difference, so a wrong one stays wrong. */
static __always_inline bool turn_request_into_reply(const struct packet *p, void *context, enum hook hook)
{
	__u32 offset = p->l4_offset + offsetof(struct echo, checksum);
	struct echo echo;
	if (load(context, hook, p->l4_offset, &echo, sizeof(echo)) != 0)
		return false;
	__u16 before = *(__u16 *)&echo.type;
	echo.type = p->family == AF_INET6 ? ICMPV6_ECHO_REPLY : ICMPV4_ECHO_REPLY;
	__u16 after = *(__u16 *)&echo.type;
	if (store(context, hook, p->l4_offset, &after, sizeof(after)) != 0)
		return false;
	if (hook == HOOK_TC)
		return bpf_l4_csum_replace(context, offset, before, after, sizeof(after)) == 0;
	echo.checksum = adjust_checksum(echo.checksum, difference16(before, after));
	return store(context, hook, offset, &echo.checksum, sizeof(echo.checksum)) == 0;
}

static __always_inline bool turn_into_echo_reply(struct packet *p, void *context, enum hook hook)
{
	struct translation to = {
	    .source = p->key.destination,
	    .destination = p->key.source,
	    .source_port = p->key.source_port,
	    .destination_port = p->key.destination_port,
	};
	return has_plain_header(p) && !is_martian(p) && turn_request_into_reply(p, context, hook) &&
	       translate(p, context, hook, &to, p->ttl - ANSWER_TTL);
}

/* Functions of their own, for the same reason as those that parse. */
__attribute__((noinline)) int turn_into_answer_tc(struct __sk_buff *skb, struct packet *p)
{
	if (!p)
		return 0;
	return p->icmp == ICMP_REQUEST ? turn_into_echo_reply(p, skb, HOOK_TC) : turn_into_reset(p, skb, HOOK_TC);
}

__attribute__((noinline)) int turn_into_answer_xdp(struct xdp_md *frame, struct packet *p)
{
	if (!p)
		return 0;
	return p->icmp == ICMP_REQUEST ? turn_into_echo_reply(p, frame, HOOK_XDP) : turn_into_reset(p, frame, HOOK_XDP);
}

static __always_inline bool turn_into_answer(struct packet *p, enum hook hook)
{
	void *context = p->context;
	p->context = NULL;
	int done = hook == HOOK_XDP ? turn_into_answer_xdp(context, p) : turn_into_answer_tc(context, p);
	p->context = context;
	return done;
}

/* Back to whoever handed it to us, at the same interface. */
static __always_inline int send_back(struct packet *p, enum hook hook, const struct drop_owner *owner)
{
	__u8 host[ETH_ALEN];
	struct ethhdr *eth = packet_start(p, hook);
	if ((void *)(eth + 1) > packet_end(p, hook))
		return drop(hook);
	__builtin_memcpy(host, eth->h_dest, ETH_ALEN);
	__builtin_memcpy(eth->h_dest, eth->h_source, ETH_ALEN);
	__builtin_memcpy(eth->h_source, host, ETH_ALEN);
	p->departure = count_interface(p->ifindex, DIRECTION_OUT, p);
	count_sessionless(owner, DIRECTION_OUT, p);
	return hook == HOOK_XDP ? XDP_TX : bpf_redirect(p->ifindex, 0);
}

static __always_inline int answer_echo(struct packet *p, enum hook hook, const struct drop_owner *owner)
{
	if (is_over_limit(owner->resource, DIRECTION_IN, p, hook) || is_over_limit(owner->resource, DIRECTION_OUT, p, hook))
		return drop_counted(p, hook, owner, DROP_LIMIT);
	if (!turn_into_answer(p, hook))
		return drop_counted(p, hook, owner, DROP_PROTOCOL);
	count_sessionless(owner, DIRECTION_IN, p);
	return send_back(p, hook, owner);
}

/* The request is dropped, whether or not its sender is told. */
static __always_inline int refuse_connection(struct packet *p, enum hook hook, const struct drop_owner *owner,
					     enum drop_reason reason)
{
	count_drop(owner, reason, p);
	if (!turn_into_answer(p, hook) || is_over_limit(owner->resource, DIRECTION_OUT, p, hook))
		return drop(hook);
	return send_back(p, hook, owner);
}

/* The end of a packet that no session takes. */
static __always_inline int refuse(struct packet *p, enum hook hook, const struct drop_owner *owner,
				  enum drop_reason reason)
{
	if (reason == DROP_PROTOCOL && p->icmp == ICMP_REQUEST)
		return answer_echo(p, hook, owner);
	if ((reason == DROP_NO_LISTENER || reason == DROP_NO_BACKEND) && p->key.protocol == IPPROTO_TCP &&
	    opens_connection(p))
		return refuse_connection(p, hook, owner, reason);
	return drop_counted(p, hook, owner, reason);
}

#endif
