/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Sends a packet of a session on its way: route, translate, count, redirect. */
#ifndef TURNPIKE_FORWARD_H
#define TURNPIKE_FORWARD_H

#include "error.h"
#include "limit.h"
#include "session.h"

static __always_inline int pass(enum hook hook)
{
	return hook == HOOK_XDP ? XDP_PASS : TC_ACT_OK;
}

static __always_inline int drop(enum hook hook)
{
	return hook == HOOK_XDP ? XDP_DROP : TC_ACT_SHOT;
}

static __always_inline int drop_counted(const struct packet *p, enum hook hook, const struct drop_owner *owner,
					enum drop_reason reason)
{
	count_drop(owner, reason, p);
	return drop(hook);
}

static __always_inline long route(const struct packet *p, const struct ip_address *source,
				  const struct ip_address *destination, struct bpf_fib_lookup *fib)
{
	__builtin_memset(fib, 0, sizeof(*fib));
	fib->family = p->family;
	fib->l4_protocol = p->key.protocol;
	fib->ifindex = p->ifindex;
	if (p->family == AF_INET6) {
		__builtin_memcpy(fib->ipv6_src, source, sizeof(fib->ipv6_src));
		__builtin_memcpy(fib->ipv6_dst, destination, sizeof(fib->ipv6_dst));
	} else {
		fib->ipv4_src = source->word[3];
		fib->ipv4_dst = destination->word[3];
	}
	return bpf_fib_lookup(p->context, fib, sizeof(*fib), 0);
}

static __always_inline bool is_multicast(const struct packet *p)
{
	return p->family == AF_INET6 ? is_ipv6_multicast(&p->key.destination)
				     : (bpf_ntohl(p->key.destination.word[3]) >> 28) == 0xe;
}

/* Whether its source is an address that no host on the Internet has (RFC 1122, 3.2.1.3; RFC 4291, 2.5). */
static __always_inline bool is_martian(const struct packet *p)
{
	const struct ip_address *source = &p->key.source;
	if (p->family == AF_INET6)
		return is_ipv6_multicast(source) || (source->word[0] == 0 && source->word[1] == 0);
	__u32 first = bpf_ntohl(source->word[3]) >> 24;
	return first == 0 || first == 127 || first >= 224;
}

static __always_inline bool is_routed(const struct packet *p)
{
	struct bpf_fib_lookup fib;
	long found = route(p, &p->key.source, &p->key.destination, &fib);
	return found == BPF_FIB_LKUP_RET_SUCCESS || found == BPF_FIB_LKUP_RET_NO_NEIGH;
}

/*
 * Whether the packet is for this node itself (or for a multicast group), rather than to be forwarded. Where the kernel
 * does not forward the family at all, it takes what is its own and drops the rest. Not inline, and with little on the
 * stack: there is little room on that of who asks.
 */
static __attribute__((noinline, unused)) bool is_for_node(const struct packet *p)
{
	struct scratch *room = find_scratch();
	if (!room || is_multicast(p))
		return true;
	long found = route(p, &p->key.source, &p->key.destination, &room->fib);
	return found == BPF_FIB_LKUP_RET_NOT_FWDED || found == BPF_FIB_LKUP_RET_FWD_DISABLED;
}

static __always_inline int redirect(const struct packet *p, enum hook hook, const struct hop *hop)
{
	struct ethhdr *eth = packet_start(p, hook);
	if ((void *)(eth + 1) > packet_end(p, hook))
		return drop(hook);
	__builtin_memcpy(eth->h_dest, hop->destination, ETH_ALEN);
	__builtin_memcpy(eth->h_source, hop->source, ETH_ALEN);
	return bpf_redirect(hop->ifindex, 0);
}

/* tc: the kernel finds out the neighbour and sends; the packet needs no other routing, which would lead elsewhere. */
static __always_inline int redirect_to_neighbour(const struct bpf_fib_lookup *fib)
{
	struct bpf_redir_neigh next = {.nh_family = fib->family};
	__builtin_memcpy(next.ipv6_nh, fib->ipv6_dst, sizeof(next.ipv6_nh));
	return bpf_redirect_neigh(fib->ifindex, &next, sizeof(next), 0);
}

/* Where a packet of the session is handed to, if that is not where its destination is routed; else NULL. */
static __always_inline const struct ip_address *direct_hop(const struct session *s, __u32 responder)
{
	return responder || is_unspecified(&s->next_hop) ? NULL : &s->next_hop;
}

/* Who is told of what becomes of a packet of the session. */
static __always_inline void tell_session(struct drop_owner *owner, const struct session *s, enum direction direction)
{
	owner->resource = s->resource;
	owner->binding = s->binding;
	owner->vpc = s->vpc;
	owner->observation = s->observation;
	owner->direction = direction;
}

static __always_inline int forward_session(struct packet *p, enum hook hook, struct session *s, __u32 responder,
					   const struct drop_owner *owner)
{
	struct scratch *room = find_scratch();
	if (p->ttl <= 1 || !room)
		return drop_counted(p, hook, owner, DROP_TTL_EXPIRED);
	struct translation *to = &room->to;
	struct bpf_fib_lookup *fib = &room->fib;
	__u64 now = seen_ns();
	translation_of(to, s, responder);
	const struct ip_address *direct = direct_hop(s, responder);
	bool neighbour = recall_hop(s, responder, hop_stamp(now), &room->hop);
	if (!neighbour) {
		long found = route(p, &to->source, direct ? direct : &to->destination, fib);
		neighbour = found == BPF_FIB_LKUP_RET_SUCCESS;
		if (!neighbour && found != BPF_FIB_LKUP_RET_NO_NEIGH)
			return drop_counted(p, hook, owner, DROP_UNROUTABLE);
		if (neighbour) {
			hop_of_route(&room->hop, fib);
			remember_hop(s, responder, hop_stamp(now), &room->hop);
		}
	}
	/* The kernel would route it by its destination; the control process sees to it that the neighbour is known. */
	if (!neighbour && direct && hook == HOOK_XDP)
		return drop_counted(p, hook, owner, DROP_UNROUTABLE);
	if (is_over_limit(s->resource, owner->direction, p, hook))
		return drop_counted(p, hook, owner, DROP_LIMIT);
	/* Without a neighbour the kernel forwards this one packet, TTL included, and asks for the address on the way.
	 */
	__u8 ttl_less = neighbour || direct ? 1 : 0;
	if (!(p->icmp == ICMP_ERROR ? translate_error(p, hook, to, ttl_less) : translate(p, p->context, hook, to, ttl_less)))
		return drop_counted(p, hook, owner, DROP_MALFORMED);
	touch_session(s, responder, p, now);
	p->departure = neighbour ? count_interface_cell(room->hop.cell, DIRECTION_OUT, p)
				 : count_interface(fib->ifindex, DIRECTION_OUT, p);
	count_resource(s, owner->direction, p);
	if (neighbour)
		return redirect(p, hook, &room->hop);
	if (hook == HOOK_TC && direct)
		return redirect_to_neighbour(fib);
	return pass(hook);
}

#endif
