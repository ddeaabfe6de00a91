/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Border: 1:1 translation between an EIP and a private address, NAT gateways, and routed IPv6. */
#ifndef TURNPIKE_BORDER_H
#define TURNPIKE_BORDER_H

#include "nat.h"

/* By EIP, whose peer is the private address, or by routed address, which is its own. */
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
	return !is_unspecified(&binding->peer);
}

/* Through a 1:1 binding, or routed as it is. */
static __always_inline struct session *open_bound_session(const struct packet *p, const struct address_binding *binding,
							  enum side side, enum drop_reason *reason)
{
	__u32 slot;
	struct session *s = begin_border_session(p, binding, side, &slot, reason);
	if (!s)
		return NULL;
	leave_untranslated(s);
	if (side == SIDE_PUBLIC)
		s->forward.destination = binding->peer;
	else
		s->forward.source = binding->peer;
	*reason = publish_session(s, slot);
	return *reason == DROP_NONE ? s : NULL;
}

/* What opens no session, whatever its addresses; and what would not get beyond this node must not leave one behind. */
static __always_inline enum drop_reason first_packet_refusal(const struct packet *p)
{
	if (p->icmp == ICMP_ERROR)
		return DROP_NO_SESSION;
	if (is_martian(p))
		return DROP_MARTIAN;
	return p->ttl <= 1 ? DROP_TTL_EXPIRED : DROP_NONE;
}

static __always_inline struct session *border_from_public(const struct packet *p, struct drop_owner *owner,
							  enum drop_reason *reason)
{
	struct address_binding *binding = bpf_map_lookup_elem(&public_bindings, &p->key.destination);
	if (!binding) {
		*reason = is_for_node(p) ? DROP_NONE : DROP_UNROUTABLE;
		return NULL;
	}
	tell(owner, binding);
	*reason = first_packet_refusal(p);
	if (*reason != DROP_NONE)
		return NULL;
	return has_peer(binding) ? open_bound_session(p, binding, SIDE_PUBLIC, reason)
				 : open_dnat_session(p, binding, reason);
}

/* By the source: its own 1:1 binding or route, then an SNAT entry, else it may not. */
static __always_inline struct session *border_from_private(const struct packet *p, struct drop_owner *owner,
							   enum drop_reason *reason)
{
	struct address_binding *binding = bpf_map_lookup_elem(&private_bindings, &p->key.source);
	if (binding)
		tell(owner, binding);
	*reason = DROP_NONE;
	if (!(binding && has_peer(binding)) && is_for_node(p))
		return NULL;
	*reason = first_packet_refusal(p);
	if (*reason != DROP_NONE)
		return NULL;
	*reason = DROP_UNROUTABLE;
	if (!is_routed(p))
		return NULL;
	if (binding && has_peer(binding))
		return open_bound_session(p, binding, SIDE_PRIVATE, reason);
	*reason = DROP_NO_PUBLIC_PATH;
	struct snat_pool *pool = snat_pool_of(&p->key.source);
	if (!pool || (binding && binding->vpc != pool->vpc))
		return NULL;
	return open_snat_session(p, pool, owner, reason);
}

static __always_inline enum side side_of(__u32 ifindex)
{
	struct interface *interface = bpf_map_lookup_elem(&interfaces, &ifindex);
	return interface && interface->side == SIDE_PRIVATE ? SIDE_PRIVATE : SIDE_PUBLIC;
}

static __always_inline int border(void *context, enum hook hook)
{
	struct packet p;
	enum drop_reason reason = DROP_NONE;
	__u32 responder = 0;
	enum parse_result parsed = parse(&p, context, hook);
	if (parsed == NOT_OURS)
		return pass(hook);
	p.arrival = count_interface(p.ifindex, DIRECTION_IN, &p);
	enum side side = side_of(p.ifindex);
	enum direction direction = side == SIDE_PUBLIC ? DIRECTION_IN : DIRECTION_OUT;
	struct drop_owner owner = {.observation = OBSERVED_BORDER, .direction = direction};
	if (parsed == MALFORMED)
		return drop_counted(&p, hook, &owner, DROP_MALFORMED);
	if (belongs_to_link(&p)) {
		count_unrecorded(SESSIONLESS_LINK, &p);
		return pass(hook);
	}
	struct session *s = find_session(&p.key, &responder);
	if (!s) {
		s = side == SIDE_PUBLIC ? border_from_public(&p, &owner, &reason)
					: border_from_private(&p, &owner, &reason);
		if (!s && reason == DROP_NONE) {
			count_unrecorded(SESSIONLESS_NODE, &p);
			return pass(hook);
		}
		if (!s)
			s = find_twin(&p, reason, &responder);
	}
	if (!s)
		return drop_counted(&p, hook, &owner, reason);
	tell_session(&owner, s, direction);
	return forward_session(&p, hook, s, responder, &owner);
}

#endif
