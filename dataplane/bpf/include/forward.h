/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Sends a packet of a session on its way: route, translate, count, redirect. */
#ifndef TURNPIKE_FORWARD_H
#define TURNPIKE_FORWARD_H

#include "limit.h"
#include "session.h"
#include "translate.h"

#define AF_INET 2

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
	fib->family = AF_INET;
	fib->l4_protocol = p->key.protocol;
	fib->ipv4_src = source->word[3];
	fib->ipv4_dst = destination->word[3];
	fib->ifindex = p->ifindex;
	return bpf_fib_lookup(p->context, fib, sizeof(*fib), 0);
}

/* Whether the packet is for this node itself (or for a multicast group), rather than to be forwarded. */
static __always_inline bool is_for_node(const struct packet *p)
{
	struct bpf_fib_lookup fib;
	if ((bpf_ntohl(p->key.destination.word[3]) >> 28) == 0xe)
		return true;
	return route(p, &p->key.source, &p->key.destination, &fib) == BPF_FIB_LKUP_RET_NOT_FWDED;
}

static __always_inline int redirect(const struct packet *p, enum hook hook, const struct bpf_fib_lookup *fib)
{
	struct ethhdr *eth = packet_start(p, hook);
	if ((void *)(eth + 1) > packet_end(p, hook))
		return drop(hook);
	__builtin_memcpy(eth->h_dest, fib->dmac, ETH_ALEN);
	__builtin_memcpy(eth->h_source, fib->smac, ETH_ALEN);
	count_interface(fib->ifindex, DIRECTION_OUT, p);
	return bpf_redirect(fib->ifindex, 0);
}

static __always_inline int forward_session(struct packet *p, enum hook hook, struct session *s, __u32 responder,
					   enum direction direction)
{
	struct drop_owner owner = {
	    .resource = s->resource,
	    .binding = s->binding,
	    .vpc = s->vpc,
	    .observation = s->observation,
	    .direction = direction,
	};
	struct translation to;
	struct bpf_fib_lookup fib;
	if (p->ttl <= 1)
		return drop_counted(p, hook, &owner, DROP_TTL_EXPIRED);
	translation_of(&to, s, responder);
	long found = route(p, &to.source, &to.destination, &fib);
	if (found != BPF_FIB_LKUP_RET_SUCCESS && found != BPF_FIB_LKUP_RET_NO_NEIGH)
		return drop_counted(p, hook, &owner, DROP_UNROUTABLE);
	if (is_over_limit(s->resource, direction, p))
		return drop_counted(p, hook, &owner, DROP_LIMIT);
	/* Without a neighbour the kernel forwards this one packet, TTL included, and asks for the address on the way.
	 */
	if (!translate(p, hook, &to, found == BPF_FIB_LKUP_RET_SUCCESS ? 1 : 0))
		return drop_counted(p, hook, &owner, DROP_MALFORMED);
	touch_session(s, responder, p);
	count_resource(s, direction, p);
	if (found == BPF_FIB_LKUP_RET_SUCCESS)
		return redirect(p, hook, &fib);
	return pass(hook);
}

#endif
