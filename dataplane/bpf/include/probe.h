/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Director: health probes of the node itself, on their way out and back. They are sessions of their own, marked, so that
 * each of their octets has a cell and nobody pays for it.
 *
 * A probe is what a socket of this host sends from an address of the checker. No mark of the socket says so: packets that
 * are only forwarded hang on no socket here, and nobody is translated to that address, so the two together cannot be
 * feigned from outside; and what the kernel sends for a socket that is gone already is found in the same way.
 */
#ifndef TURNPIKE_PROBE_H
#define TURNPIKE_PROBE_H

#include "session.h"

/* Keeps them apart from what is forwarded: no packet that is looked up for forwarding finds one of these. */
#define SCOPE_PROBE 1

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, struct ip_address);
	__type(value, __u32);
} checker_addresses SEC(".maps");

/* Whose server it is that is probed there. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct listener_key);
	__type(value, struct owned_address);
} probe_targets SEC(".maps");

static __always_inline void stamp_probe(struct session *s)
{
	struct listener_key target = {
	    .address = s->key.destination, .port = s->key.destination_port, .protocol = s->key.protocol};
	struct owned_address *owner = bpf_map_lookup_elem(&probe_targets, &target);
	s->resource = owner ? owner->resource : 0;
	s->binding = owner ? owner->binding : 0;
	s->vpc = owner ? owner->vpc : 0;
	s->observation = OBSERVED_SLB_BACK;
	s->entry = ENTRY_SLB;
	s->mark = MARK_PROBE;
	s->initiator_side = SIDE_PUBLIC;
}

static __always_inline struct session *open_probe_session(const struct packet *p)
{
	__u32 slot;
	struct session *s = take_slot(&slot);
	if (!s)
		return NULL;
	begin_session(s, p);
	leave_untranslated(s);
	stamp_probe(s);
	return publish_session(s, slot) == DROP_NONE ? s : NULL;
}

static __always_inline void count_probe(struct session *s, __u32 responder, const struct packet *p)
{
	touch_session(s, responder, p, seen_ns());
	count_resource(s, responder ? DIRECTION_OUT : DIRECTION_IN, p);
}

/* On egress. Everything passes; a full table costs the record, never the probe. */
static __always_inline int meter_probe(struct __sk_buff *skb)
{
	struct packet p;
	__u32 responder = 0;
	if (!skb->sk || parse(&p, skb, HOOK_TC) != PARSED)
		return TC_ACT_OK;
	if (!bpf_map_lookup_elem(&checker_addresses, &p.key.source))
		return TC_ACT_OK;
	p.departure = count_interface(p.ifindex, DIRECTION_OUT, &p);
	p.key.scope = SCOPE_PROBE;
	struct session *s = find_session(&p.key, &responder);
	if (!s)
		s = open_probe_session(&p);
	if (s)
		count_probe(s, responder, &p);
	else
		count_unrecorded(SESSIONLESS_UNMETERED, &p);
	return TC_ACT_OK;
}

/* Of a packet for the node itself: its interface has counted it. */
static __always_inline void meter_probe_reply(struct packet *p)
{
	__u32 responder = 0;
	p->key.scope = SCOPE_PROBE;
	struct session *s = find_session(&p->key, &responder);
	if (s)
		count_probe(s, responder, p);
	else
		count_unrecorded(SESSIONLESS_NODE, p);
}

#endif
