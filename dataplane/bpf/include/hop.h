/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Where packets of a session went last. A route is asked for anew with every tick of a clock, so that what changes in
 * routes and neighbours is followed within a tick, whoever changed it, and also while the control process is gone.
 */
#ifndef TURNPIKE_HOP_H
#define TURNPIKE_HOP_H

#include "cells.h"

/* A tick is 2^27 ns, 134 ms. */
#define HOP_TICK_SHIFT 27
/* Stamps of no tick: there is none; it is being written. */
#define HOP_NONE 0
#define HOP_BUSY 1
#define FIRST_HOP_STAMP 2
#define NO_CELL 0xffff

static __always_inline __u32 hop_stamp(__u64 now)
{
	return (__u32)(now >> HOP_TICK_SHIFT) + FIRST_HOP_STAMP;
}

static __always_inline void forget_hops(struct session *s)
{
	s->hops[0].stamp = HOP_NONE;
	s->hops[1].stamp = HOP_NONE;
}

static __always_inline bool recall_hop(const struct session *s, __u32 side, __u32 stamp, struct hop *to)
{
	const struct hop *hop = &s->hops[side & 1];
	if (*(const volatile __u32 *)&hop->stamp != stamp)
		return false;
	*to = *hop;
	asm volatile("" ::: "memory");
	/* Else another CPU has begun to write the next one meanwhile. */
	return *(const volatile __u32 *)&hop->stamp == stamp;
}

/* One CPU at a time; who finds another at it leaves it to that. */
static __always_inline void remember_hop(struct session *s, __u32 side, __u32 stamp, const struct hop *from)
{
	struct hop *hop = &s->hops[side & 1];
	__u32 before = *(volatile __u32 *)&hop->stamp;
	if (before == HOP_BUSY || __sync_val_compare_and_swap(&hop->stamp, before, HOP_BUSY) != before)
		return;
	hop->ifindex = from->ifindex;
	__builtin_memcpy(hop->destination, from->destination, ETH_ALEN);
	__builtin_memcpy(hop->source, from->source, ETH_ALEN);
	hop->cell = from->cell;
	__sync_lock_test_and_set(&hop->stamp, stamp);
}

static __always_inline void hop_of_route(struct hop *hop, const struct bpf_fib_lookup *fib)
{
	__u32 ifindex = fib->ifindex;
	struct interface *interface = bpf_map_lookup_elem(&interfaces, &ifindex);
	hop->ifindex = ifindex;
	__builtin_memcpy(hop->destination, fib->dmac, ETH_ALEN);
	__builtin_memcpy(hop->source, fib->smac, ETH_ALEN);
	hop->cell = interface ? interface->cell : NO_CELL;
}

#endif
