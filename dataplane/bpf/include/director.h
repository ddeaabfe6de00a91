/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Director: FULLNAT between clients of a VIP and the backends of its listener. */
#ifndef TURNPIKE_DIRECTOR_H
#define TURNPIKE_DIRECTOR_H

#include "forward.h"

#define PORT_TRIES 16

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct listener_key);
	__type(value, struct listener);
} listeners SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, struct backend);
} backends SEC(".maps");

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

/*
 * Chooses a local address and port such that no other session of the same backend has it; the index itself says whether
 * it is free, so that two CPUs can never choose the same.
 */
static __always_inline enum drop_reason bind_local_port(struct session *s, __u32 slot, struct flow_key *back)
{
	__u32 zero = 0;
	struct director_settings *settings = bpf_map_lookup_elem(&director_settings, &zero);
	if (!settings || settings->local_address_count == 0)
		return DROP_PORTS_EXHAUSTED;
	__u32 ports = (__u32)settings->last_port - settings->first_port + 1;
	__u32 start = bpf_get_prandom_u32();
	for (int i = 0; i < PORT_TRIES; i++) {
		__u32 choice = start + i * 0x9e3779b1u;
		__u32 address = choice % settings->local_address_count;
		struct ip_address *local = bpf_map_lookup_elem(&local_addresses, &address);
		if (!local)
			return DROP_PORTS_EXHAUSTED;
		s->forward.source = *local;
		s->forward.source_port = bpf_htons(settings->first_port + (choice >> 8) % ports);
		responder_key(back, s);
		if (index_session(back, slot, 1) == 0)
			return DROP_NONE;
	}
	return DROP_PORTS_EXHAUSTED;
}

static __always_inline struct backend *next_backend(struct listener *listener)
{
	if (listener->backend_count == 0)
		return NULL;
	__u32 index = listener->first_backend + __sync_fetch_and_add(&listener->turn, 1) % listener->backend_count;
	return bpf_map_lookup_elem(&backends, &index);
}

/* Opens the session of a client's first packet; NULL with the reason if it is refused. */
static __always_inline struct session *open_client_session(const struct packet *p, struct listener *listener,
							   enum drop_reason *reason)
{
	struct flow_key back;
	__u32 slot;
	struct backend *backend = next_backend(listener);
	*reason = DROP_NO_BACKEND;
	if (!backend)
		return NULL;
	struct session *s = take_slot(&slot);
	*reason = DROP_TABLE_FULL;
	if (!s)
		return NULL;
	begin_session(s, p);
	s->forward.destination = backend->address;
	s->forward.destination_port = backend->port;
	s->resource = listener->resource;
	s->binding = listener->binding;
	s->vpc = listener->vpc;
	s->observation = OBSERVED_SLB_FRONT;
	s->entry = ENTRY_SLB;
	s->initiator_side = SIDE_PUBLIC;
	*reason = bind_local_port(s, slot, &back);
	if (*reason == DROP_NONE && index_session(&p->key, slot, 0) == 0) {
		activate_session(s);
		return s;
	}
	if (*reason == DROP_NONE) {
		bpf_map_delete_elem(&session_index, &back);
		*reason = DROP_TABLE_FULL;
	}
	abandon_session(s);
	return NULL;
}

/* A packet of no session: opens one, is refused, or is not ours at all. */
static __always_inline int director_first_packet(struct packet *p, enum hook hook)
{
	struct owned_address *owned = bpf_map_lookup_elem(&owned_addresses, &p->key.destination);
	if (!owned)
		return is_for_node(p) ? pass(hook)
				      : drop_counted(p, hook,
						     &(struct drop_owner){.observation = OBSERVED_SLB_FRONT,
									  .direction = DIRECTION_IN},
						     DROP_UNROUTABLE);
	struct drop_owner owner = {
	    .resource = owned->resource,
	    .binding = owned->binding,
	    .vpc = owned->vpc,
	    .observation = owned->local ? OBSERVED_SLB_BACK : OBSERVED_SLB_FRONT,
	    .direction = owned->local ? DIRECTION_OUT : DIRECTION_IN,
	};
	if (owned->local)
		return drop_counted(p, hook, &owner, DROP_NO_SESSION);
	if (p->fragment)
		return drop_counted(p, hook, &owner, DROP_FRAGMENT);
	if (!has_ports(p))
		return drop_counted(p, hook, &owner, DROP_PROTOCOL);
	struct listener_key key = {
	    .address = p->key.destination, .port = p->key.destination_port, .protocol = p->key.protocol};
	struct listener *listener = bpf_map_lookup_elem(&listeners, &key);
	if (!listener)
		return drop_counted(p, hook, &owner, DROP_NO_LISTENER);
	if (!opens_connection(p))
		return drop_counted(p, hook, &owner, DROP_NO_SESSION);
	enum drop_reason reason;
	__u32 responder = 0;
	struct session *s = open_client_session(p, listener, &reason);
	if (!s)
		s = find_twin(p, reason, &responder);
	if (!s)
		return drop_counted(p, hook, &owner, reason);
	return forward_session(p, hook, s, responder, DIRECTION_IN);
}

static __always_inline int director(void *context, enum hook hook)
{
	struct packet p;
	enum parse_result parsed = parse(&p, context, hook);
	if (parsed == NOT_OURS)
		return pass(hook);
	count_interface(p.ifindex, DIRECTION_IN, &p);
	if (parsed == MALFORMED)
		return drop_counted(&p, hook,
				    &(struct drop_owner){.observation = OBSERVED_SLB_FRONT, .direction = DIRECTION_IN},
				    DROP_MALFORMED);
	__u32 responder = 0;
	struct session *s = find_session(&p.key, &responder);
	if (s)
		return forward_session(&p, hook, s, responder, responder ? DIRECTION_OUT : DIRECTION_IN);
	return director_first_packet(&p, hook);
}

#endif
