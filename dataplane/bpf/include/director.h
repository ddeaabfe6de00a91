/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Director: FULLNAT between clients of a VIP and the backends of its listener. */
#ifndef TURNPIKE_DIRECTOR_H
#define TURNPIKE_DIRECTOR_H

#include "answer.h"
#include "ports.h"
#include "schedule.h"
#include "probe.h"
#include "sync.h"

/* VIPs and local addresses: what is ours, and to whom a drop is told. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct ip_address);
	__type(value, struct owned_address);
} owned_addresses SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct ip_address);
} local_addresses SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct director_settings);
} director_settings SEC(".maps");

/* Chooses a local address of the client's family, and a port such that no other session of the same backend has it. */
static __always_inline enum drop_reason bind_local_port(const struct packet *p, struct session *s, __u32 slot)
{
	__u32 zero = 0;
	struct director_settings *settings = bpf_map_lookup_elem(&director_settings, &zero);
	if (!settings)
		return DROP_PORTS_EXHAUSTED;
	bool ipv6 = p->family == AF_INET6;
	__u32 count = ipv6 ? settings->ipv6_address_count : settings->ipv4_address_count;
	if (count == 0)
		return DROP_PORTS_EXHAUSTED;
	__u32 start = bpf_get_prandom_u32();
	for (int i = 0; i < PORT_TRIES; i++) {
		__u32 choice = next_choice(start, i);
		__u32 address = choice % count + (ipv6 ? FIRST_IPV6_LOCAL_ADDRESS : 0);
		struct ip_address *local = bpf_map_lookup_elem(&local_addresses, &address);
		if (!local)
			return DROP_PORTS_EXHAUSTED;
		s->forward.source = *local;
		if (bind_port(s, slot, choice, settings->first_port, settings->last_port))
			return DROP_NONE;
	}
	return DROP_PORTS_EXHAUSTED;
}

/* To a proxy: the packet stays as the client wrote it, and the proxy answers for the VIP itself. */
static __always_inline enum drop_reason route_to_proxy(struct session *s, __u32 slot, const struct server *proxy)
{
	leave_untranslated(s);
	s->next_hop = proxy->address;
	return publish_session(s, slot);
}

static __always_inline enum drop_reason translate_to_server(const struct packet *p, struct session *s, __u32 slot,
							    const struct server *server)
{
	s->forward.destination = server->address;
	s->forward.destination_port = server->port ? server->port : p->key.destination_port;
	enum drop_reason reason = bind_local_port(p, s, slot);
	return publish_bound_session(s, slot, reason);
}

/* Opens the session of an admitted client's first packet; NULL with the reason if that is not possible. */
static __always_inline struct session *open_client_session(const struct packet *p, const struct listener *listener,
							   enum drop_reason *reason)
{
	__u32 slot;
	__u32 index = choose_server(&p->key, listener);
	struct server *server = bpf_map_lookup_elem(&servers, &index);
	*reason = DROP_NO_BACKEND;
	if (index == 0 || !server)
		return NULL;
	struct session *s = take_slot(&slot);
	*reason = DROP_TABLE_FULL;
	if (!s)
		return NULL;
	/*
	 * All places are taken before the session can be found, since from then on it may also be ended, so no count falls
	 * below what is open. In between, a count is too high by what is being opened: one a CPU, and never for long, as a
	 * program always runs to its end, whatever becomes of the control process, and what it could not open it gives
	 * back. They are taken before the session is first seen, too: a recount relies on it.
	 */
	__sync_fetch_and_add(&server->connections, 1);
	begin_session(s, p);
	s->resource = listener->resource;
	s->binding = listener->binding;
	s->vpc = listener->vpc;
	s->listener = listener->limit.state;
	s->server = index;
	s->idle_seconds = listener->idle_seconds;
	s->observation = OBSERVED_SLB_FRONT;
	s->entry = ENTRY_SLB;
	s->initiator_side = SIDE_PUBLIC;
	*reason = listener->flags & LISTENER_DIRECT_ROUTING ? route_to_proxy(s, slot, server)
							    : translate_to_server(p, s, slot, server);
	if (*reason != DROP_NONE) {
		__sync_fetch_and_sub(&server->connections, 1);
		return NULL;
	}
	count_opened(listener, server);
	return s;
}

/* Access list, limits, then a server; NULL with the reason if the client is refused. */
static __always_inline struct session *serve_client(const struct packet *p, const struct listener *listener,
						    enum drop_reason *reason)
{
	*reason = admit(&p->key, listener);
	if (*reason != DROP_NONE)
		return NULL;
	struct session *s = open_client_session(p, listener, reason);
	if (!s) {
		release_connection(&listener->limit);
		release_connection(&listener->instance_limit);
	}
	return s;
}

/* Opens the session of a packet for a VIP; NULL with the reason if it is refused. */
static __always_inline struct session *open_vip_session(const struct packet *p, const struct owned_address *owned,
							struct drop_owner *owner, enum drop_reason *reason)
{
	*reason = DROP_NO_SESSION;
	if (owned->local || p->icmp == ICMP_ERROR)
		return NULL;
	*reason = DROP_FRAGMENT;
	if (p->fragment)
		return NULL;
	*reason = DROP_PROTOCOL;
	if (!has_ports(p))
		return NULL;
	const struct listener *listener = find_listener(p);
	*reason = DROP_NO_LISTENER;
	if (!listener)
		return NULL;
	owner->listener = listener->limit.state;
	*reason = DROP_MARTIAN;
	if (is_martian(p))
		return NULL;
	*reason = DROP_TTL_EXPIRED;
	if (p->ttl <= 1)
		return NULL;
	*reason = DROP_NO_SESSION;
	return opens_connection(p) ? serve_client(p, listener, reason) : NULL;
}

/* A packet of no session: opens one, is refused, or (with neither) is for the node itself. */
static __attribute__((noinline)) struct session *director_first_packet(const struct packet *p, struct drop_owner *owner,
							     enum drop_reason *reason)
{
	struct owned_address *owned = bpf_map_lookup_elem(&owned_addresses, &p->key.destination);
	if (!owned) {
		*reason = is_for_node(p) ? DROP_NONE : DROP_UNROUTABLE;
		return NULL;
	}
	owner->resource = owned->resource;
	owner->binding = owned->binding;
	owner->vpc = owned->vpc;
	owner->observation = owned->local ? OBSERVED_SLB_BACK : OBSERVED_SLB_FRONT;
	owner->direction = owned->local ? DIRECTION_OUT : DIRECTION_IN;
	return open_vip_session(p, owned, owner, reason);
}

static __always_inline int forward_or_drop(struct packet *p, enum hook hook, struct session *s, __u32 responder,
					   const struct drop_owner *owner)
{
	int verdict = is_over_listener_cap(s, owner->direction, p) ? drop_counted(p, hook, owner, DROP_LIMIT)
								   : forward_session(p, hook, s, responder, owner);
	if (verdict == drop(hook))
		count_listener_drop(p, s->listener, owner->direction, false);
	return verdict;
}

static __always_inline int director(void *context, enum hook hook)
{
	struct packet p;
	/* Not a constant: that would be a map of read-only data, under a name that bpffs does not take. */
	struct drop_owner owner = {};
	owner.observation = OBSERVED_SLB_FRONT;
	owner.direction = DIRECTION_IN;
	enum drop_reason reason = DROP_NONE;
	__u32 responder = 0;
	enum parse_result parsed = parse(&p, context, hook);
	if (parsed == NOT_OURS)
		return pass(hook);
	p.arrival = count_interface(p.ifindex, DIRECTION_IN, &p);
	if (parsed == MALFORMED)
		return drop_counted(&p, hook, &owner, DROP_MALFORMED);
	if (belongs_to_link(&p)) {
		count_unrecorded(SESSIONLESS_LINK, &p);
		return pass(hook);
	}
	struct session *s = find_session(&p.key, &responder);
	if (!s) {
		struct ip_address *peer = peer_of_local_address(&p.key.destination);
		if (peer)
			return hand_over(&p, hook, peer);
		s = director_first_packet(&p, &owner, &reason);
		if (!s && reason == DROP_NONE) {
			meter_probe_reply(&p);
			return pass(hook);
		}
		if (!s)
			s = find_twin(&p, reason, &responder);
	}
	if (!s) {
		/* Before it is turned into its answer. */
		count_listener_drop(&p, owner.listener, owner.direction, opens_connection(&p));
		return refuse(&p, hook, &owner, reason);
	}
	announce_session(&p, s, responder);
	tell_session(&owner, s, responder ? DIRECTION_OUT : DIRECTION_IN);
	return forward_or_drop(&p, hook, s, responder, &owner);
}

#endif
