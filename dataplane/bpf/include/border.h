/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Border: 1:1 translation between an EIP and the private address that it is bound to. */
#ifndef TURNPIKE_BORDER_H
#define TURNPIKE_BORDER_H

#include "forward.h"

/* By EIP; the peer is the private address. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct ip_address);
	__type(value, struct address_binding);
} public_bindings SEC(".maps");

/* By private address; the peer is the EIP, or unspecified for an ECS that has no public path here. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct ip_address);
	__type(value, struct address_binding);
} private_bindings SEC(".maps");

static __always_inline bool has_peer(const struct address_binding *binding)
{
	return (binding->peer.word[0] | binding->peer.word[1] | binding->peer.word[2] | binding->peer.word[3]) != 0;
}

static __always_inline struct session *open_bound_session(const struct packet *p, const struct address_binding *binding,
							  enum side side, enum drop_reason *reason)
{
	__u32 slot;
	*reason = DROP_TABLE_FULL;
	struct session *s = take_slot(&slot);
	if (!s)
		return NULL;
	begin_session(s, p);
	s->forward.source = side == SIDE_PUBLIC ? p->key.source : binding->peer;
	s->forward.destination = side == SIDE_PUBLIC ? binding->peer : p->key.destination;
	s->forward.source_port = p->key.source_port;
	s->forward.destination_port = p->key.destination_port;
	s->resource = binding->resource;
	s->binding = binding->binding;
	s->vpc = binding->vpc;
	s->observation = OBSERVED_BORDER;
	s->entry = ENTRY_EIP;
	s->initiator_side = side;
	*reason = publish_session(s, slot);
	return *reason == DROP_NONE ? s : NULL;
}

static __always_inline int border_first_packet(struct packet *p, enum hook hook, enum side side)
{
	struct address_binding *binding = side == SIDE_PUBLIC
					      ? bpf_map_lookup_elem(&public_bindings, &p->key.destination)
					      : bpf_map_lookup_elem(&private_bindings, &p->key.source);
	struct drop_owner owner = {
	    .observation = OBSERVED_BORDER,
	    .direction = side == SIDE_PUBLIC ? DIRECTION_IN : DIRECTION_OUT,
	};
	if (!binding || !has_peer(binding)) {
		if (is_for_node(p))
			return pass(hook);
		if (binding) {
			owner.resource = binding->resource;
			owner.binding = binding->binding;
			owner.vpc = binding->vpc;
		}
		return drop_counted(p, hook, &owner, side == SIDE_PUBLIC ? DROP_UNROUTABLE : DROP_NO_PUBLIC_PATH);
	}
	owner.resource = binding->resource;
	owner.binding = binding->binding;
	owner.vpc = binding->vpc;
	enum drop_reason reason;
	__u32 responder = 0;
	struct session *s = open_bound_session(p, binding, side, &reason);
	if (!s)
		s = find_twin(p, reason, &responder);
	if (!s)
		return drop_counted(p, hook, &owner, reason);
	return forward_session(p, hook, s, responder, owner.direction);
}

static __always_inline int border(void *context, enum hook hook)
{
	struct packet p;
	enum parse_result parsed = parse(&p, context, hook);
	if (parsed == NOT_OURS)
		return pass(hook);
	count_interface(p.ifindex, DIRECTION_IN, &p);
	struct interface *interface = bpf_map_lookup_elem(&interfaces, &p.ifindex);
	enum side side = interface && interface->side == SIDE_PRIVATE ? SIDE_PRIVATE : SIDE_PUBLIC;
	enum direction direction = side == SIDE_PUBLIC ? DIRECTION_IN : DIRECTION_OUT;
	if (parsed == MALFORMED)
		return drop_counted(&p, hook,
				    &(struct drop_owner){.observation = OBSERVED_BORDER, .direction = direction},
				    DROP_MALFORMED);
	__u32 responder = 0;
	struct session *s = find_session(&p.key, &responder);
	if (s)
		return forward_session(&p, hook, s, responder, direction);
	return border_first_packet(&p, hook, side);
}

#endif
