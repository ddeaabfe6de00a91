/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The session table: look up, open, touch. Ending sessions is the control process's, so that no counter goes unread. */
#ifndef TURNPIKE_SESSION_H
#define TURNPIKE_SESSION_H

#include "index.h"
#include "scratch.h"

#define TCP_FLAG_FIN_BIT 0x01
#define TCP_FLAG_SYN_BIT 0x02
#define TCP_FLAG_RST_BIT 0x04
#define TCP_FLAG_ACK_BIT 0x10

static __always_inline bool opens_connection(const struct packet *p)
{
	if (p->icmp == ICMP_ERROR)
		return false;
	return p->key.protocol != IPPROTO_TCP ||
	       (p->tcp_flags & (TCP_FLAG_SYN_BIT | TCP_FLAG_ACK_BIT | TCP_FLAG_RST_BIT)) == TCP_FLAG_SYN_BIT;
}

static __always_inline struct session *find_session(const struct flow_key *key, __u32 *responder)
{
	int reference = find_reference(key);
	if (reference == NO_REFERENCE)
		return NULL;
	*responder = reference & 1;
	__u32 slot = (__u32)reference >> 1;
	return bpf_map_lookup_elem(&sessions, &slot);
}

/* Takes a free slot; NULL if there is none. The loop is bounded: who loses 16 races is refused, and counted. */
static __always_inline struct session *take_slot(__u32 *slot)
{
	__u32 zero = 0;
	struct allocator *a = bpf_map_lookup_elem(&allocator, &zero);
	if (!a)
		return NULL;
	for (int i = 0; i < 16; i++) {
		__u64 head = *(volatile __u64 *)&a->head;
		if (head == *(volatile __u64 *)&a->tail)
			return NULL;
		__u32 index = (__u32)head & a->slot_mask;
		__u32 *entry = bpf_map_lookup_elem(&free_slots, &index);
		if (!entry)
			return NULL;
		/* Read before the swap: once head has moved, the control process may put another slot here. */
		__u32 taken = *(volatile __u32 *)entry;
		if (__sync_val_compare_and_swap(&a->head, head, head + 1) != head)
			continue;
		*slot = taken;
		struct session *s = bpf_map_lookup_elem(&sessions, &taken);
		if (s)
			s->flow_id = __sync_fetch_and_add(&a->next_flow_id, 1);
		return s;
	}
	return NULL;
}

/*
 * When packets of sessions are seen, by the clock that the control process reads, as of its last tick (some milliseconds):
 * sessions last for seconds, and to read the counter of the processor costs as much as to find the session.
 */
static __always_inline __u64 seen_ns(void)
{
	return bpf_ktime_get_coarse_ns();
}

static __always_inline void begin_session(struct session *s, const struct packet *p)
{
	/* Not by the last tick: a recount tells by it whether the session had been counted when it looked. */
	__u64 now = bpf_ktime_get_ns();
	s->key = p->key;
	s->generation += 1;
	s->first_seen_ns = now;
	s->last_seen_ns = now;
	s->tcp = 0;
	s->mark = 0;
	s->listener = 0;
	s->server = 0;
	s->sequence_offset[0] = 0;
	s->sequence_offset[1] = 0;
	/* The upper bits of a flow id are the number of the node that set it. */
	s->owner = s->flow_id >> 48;
	s->announced = 0;
	s->idle_seconds = 0;
	__builtin_memset(&s->next_hop, 0, sizeof(s->next_hop));
	forget_hops(s);
	for (int i = 0; i < 2; i++) {
		s->octets[i] = 0;
		s->packets[i] = 0;
		s->reported_octets[i] = 0;
		s->reported_packets[i] = 0;
	}
}

/* What the responder sees is what the initiator wrote. */
static __always_inline void leave_untranslated(struct session *s)
{
	s->forward.source = s->key.source;
	s->forward.destination = s->key.destination;
	s->forward.source_port = s->key.source_port;
	s->forward.destination_port = s->key.destination_port;
}

/* Last, when all of the session is filled in: from here the control process reads it. */
static __always_inline void activate_session(struct session *s)
{
	*(volatile __u32 *)&s->state = SESSION_ACTIVE;
}

/* The key that the responder's packets will have. */
static __always_inline void responder_key(struct flow_key *key, const struct session *s)
{
	key->source = s->forward.destination;
	key->destination = s->forward.source;
	key->source_port = s->forward.destination_port;
	key->destination_port = s->forward.source_port;
	key->protocol = s->key.protocol;
	key->padding = 0;
	key->scope = s->key.scope;
}

static __always_inline int index_session(const struct flow_key *key, __u32 slot, __u32 responder)
{
	return index_reference(key, 2 * slot + responder);
}

static __always_inline void unindex_session(const struct flow_key *key, __u32 slot, __u32 responder)
{
	unindex_reference(key, 2 * slot + responder);
}

static __always_inline void abandon_session(struct session *s)
{
	*(volatile __u32 *)&s->state = SESSION_ABANDONED;
}

/* Makes a session whose both keys are fixed (no port to choose) findable; 0, or the reason why it cannot be. */
static __always_inline enum drop_reason publish_session(struct session *s, __u32 slot)
{
	struct scratch *room = find_scratch();
	if (!room)
		return DROP_TABLE_FULL;
	responder_key(&room->back, s);
	if (index_session(&room->back, slot, 1) != 0) {
		abandon_session(s);
		return DROP_TABLE_FULL;
	}
	if (index_session(&s->key, slot, 0) != 0) {
		unindex_session(&room->back, slot, 1);
		abandon_session(s);
		return DROP_TABLE_FULL;
	}
	activate_session(s);
	return DROP_NONE;
}

/*
 * Two packets of a new session may be on two CPUs at once. The one whose keys came too late, or for which its twin left
 * no room, finds its twin's session here; NULL if it was refused for another reason.
 */
static __always_inline struct session *find_twin(const struct packet *p, enum drop_reason reason, __u32 *responder)
{
	return reason == DROP_TABLE_FULL || reason == DROP_CONNECTION_LIMIT || reason == DROP_CONNECTION_RATE
		   ? find_session(&p->key, responder)
		   : NULL;
}

static __always_inline void touch_session(struct session *s, __u32 responder, const struct packet *p, __u64 now)
{
	__u32 side = responder & 1;
	__sync_fetch_and_add(&s->octets[side], p->octets);
	__sync_fetch_and_add(&s->packets[side], p->segments);
	/* Anybody may send errors: they keep no session alive, and end none (RFC 5508, 4). */
	if (p->icmp == ICMP_ERROR)
		return;
	s->last_seen_ns = now;
	__u32 seen = side ? TCP_ANSWERED : 0;
	if (p->tcp_flags & TCP_FLAG_FIN_BIT)
		seen |= side ? TCP_FIN_RESPONDER : TCP_FIN_INITIATOR;
	if (p->tcp_flags & TCP_FLAG_RST_BIT)
		seen |= TCP_RESET;
	if (!side && opens_connection(p) && p->key.protocol == IPPROTO_TCP)
		__sync_fetch_and_and(&s->tcp, TCP_ANSWERED);
	if ((s->tcp & seen) != seen)
		__sync_fetch_and_or(&s->tcp, seen);
}

#endif
