/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Sessions that peers share: tells which to share, and hands packets over to the node that has their session. */
#ifndef TURNPIKE_SYNC_H
#define TURNPIKE_SYNC_H

#include "forward.h"

/*
 * Slots of sessions that were established, for the control process to look at. If it is full, a session is told of with
 * one of its next packets.
 */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} session_events SEC(".maps");

/* One number: not 0 if the control process reads session_events. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} sync_settings SEC(".maps");

/*
 * By prefix of local addresses of peers: an address of the peer on a network that both are on; unspecified while the peer
 * is gone.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4096);
	__type(key, struct prefix_key);
	__type(value, struct ip_address);
} peer_local_addresses SEC(".maps");

/* With the packet that completes the handshake; without one, with the second: who sends but once needs no second node. */
static __always_inline bool is_established_by(const struct packet *p, const struct session *s, __u32 responder)
{
	if (responder || p->icmp == ICMP_ERROR)
		return false;
	return p->key.protocol == IPPROTO_TCP ? !opens_connection(p) && (s->tcp & TCP_ANSWERED) : s->packets[0] > 0;
}

static __noinline int announce_slot(const struct flow_key *key)
{
	__u32 zero = 0;
	__u32 *enabled = bpf_map_lookup_elem(&sync_settings, &zero);
	if (!enabled || !*enabled)
		return 0;
	int reference = find_reference(key);
	if (reference == NO_REFERENCE)
		return 0;
	__u32 slot = (__u32)reference >> 1;
	return bpf_ringbuf_output(&session_events, &slot, sizeof(slot), 0);
}

/* Once in the life of a session: a session that was told of costs no more than to see that it was. */
static __always_inline void announce_session(const struct packet *p, struct session *s, __u32 responder)
{
	if (s->announced || !is_established_by(p, s, responder))
		return;
	if (__sync_val_compare_and_swap(&s->announced, 0, 1) == 0 && announce_slot(&p->key) != 0)
		*(volatile __u32 *)&s->announced = 0;
}

static __always_inline struct ip_address *peer_of_local_address(const struct ip_address *address)
{
	struct prefix_key key = {.prefix_length = 128, .address = *address};
	return bpf_map_lookup_elem(&peer_local_addresses, &key);
}

/* The frame goes to the peer as it is; there it finds its session, or the end of its way. */
static __always_inline int hand_over(struct packet *p, enum hook hook, const struct ip_address *peer)
{
	struct drop_owner owner = {.observation = OBSERVED_SLB_BACK, .direction = DIRECTION_OUT};
	struct scratch *room = find_scratch();
	if (!room || is_unspecified(peer))
		return drop_counted(p, hook, &owner, DROP_NO_SESSION);
	struct bpf_fib_lookup *fib = &room->fib;
	__builtin_memset(fib, 0, sizeof(*fib));
	fib->ifindex = p->ifindex;
	if (is_mapped_ipv4(peer)) {
		fib->family = AF_INET;
		fib->ipv4_dst = peer->word[3];
	} else {
		fib->family = AF_INET6;
		__builtin_memcpy(fib->ipv6_dst, peer, sizeof(fib->ipv6_dst));
	}
	if (bpf_fib_lookup(p->context, fib, sizeof(*fib), 0) != BPF_FIB_LKUP_RET_SUCCESS)
		return drop_counted(p, hook, &owner, DROP_PEER_UNREACHABLE);
	hop_of_route(&room->hop, fib);
	p->departure = count_interface_cell(room->hop.cell, DIRECTION_OUT, p);
	count_unrecorded(SESSIONLESS_HANDED_OVER, p);
	return redirect(p, hook, &room->hop);
}

#endif
