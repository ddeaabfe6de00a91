/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Director: listeners of a port or of a range of ports, and the state that they and their servers have while they run. */
#ifndef TURNPIKE_LISTENER_H
#define TURNPIKE_LISTENER_H

#include "packet.h"
#include "token_bucket.h"

#define MAX_LISTENERS 16384
#define MAX_LISTENER_STATES 32768
#define MAX_SERVERS 65536

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_LISTENERS);
	__type(key, struct listener_key);
	__type(value, struct listener);
} listeners SEC(".maps");

/* A range is as many prefixes as it takes. */
struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, struct port_prefix);
	__type(value, struct listener);
} listener_ranges SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, MAX_LISTENER_STATES);
	__type(key, __u32);
	__type(value, struct listener_state);
} listener_states SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, MAX_SERVERS);
	__type(key, __u32);
	__type(value, struct server);
} servers SEC(".maps");

/* A listener's own caps, beside those of its resource: two a state, index 2 * state + direction; a rate of 0 is none. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2 * MAX_LISTENER_STATES);
	__type(key, __u32);
	__type(value, struct limit);
} listener_caps SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2 * MAX_LISTENER_STATES);
	__type(key, __u32);
	__type(value, struct token_bucket);
} listener_buckets SEC(".maps");

#define PORT_PREFIX_BITS (8 * (sizeof(struct port_prefix) - offsetof(struct port_prefix, address)))

/* A port of its own goes before a range. Not inline: there is little room on the stack of who asks. */
static __attribute__((noinline)) struct listener *find_listener(const struct packet *p)
{
	struct listener_key key = {
	    .address = p->key.destination, .port = p->key.destination_port, .protocol = p->key.protocol};
	struct listener *listener = bpf_map_lookup_elem(&listeners, &key);
	if (listener)
		return listener;
	struct port_prefix port = {
	    .prefix_length = PORT_PREFIX_BITS,
	    .address = p->key.destination,
	    .protocol = p->key.protocol,
	    .port = p->key.destination_port,
	};
	return bpf_map_lookup_elem(&listener_ranges, &port);
}

/* Beside the cell of the load balancer, which does not tell its listeners apart. */
static __attribute__((noinline)) int count_listener_drop(const struct packet *p, __u32 listener, __u32 direction,
							 bool is_connection)
{
	__u32 way = direction & 1;
	struct listener_state *state = bpf_map_lookup_elem(&listener_states, &listener);
	if (listener == 0 || !state)
		return 0;
	__sync_fetch_and_add(&state->dropped_octets[way], p->octets);
	__sync_fetch_and_add(&state->dropped_packets[way], p->segments);
	if (!is_connection)
		return 0;
	__sync_fetch_and_add(&state->dropped_connections, 1);
	__u32 index = state->instance;
	struct listener_state *instance = bpf_map_lookup_elem(&listener_states, &index);
	if (index != 0 && instance)
		__sync_fetch_and_add(&instance->dropped_connections, 1);
	return 0;
}

/* Takes the packet's tokens of its listener; true if there are too few, and it must be dropped. */
static __attribute__((noinline)) bool is_over_listener_cap(const struct session *s, enum direction direction,
						 const struct packet *p)
{
	__u32 index = 2 * s->listener + direction;
	struct limit *cap = bpf_map_lookup_elem(&listener_caps, &index);
	if (!cap || cap->safe.bits_per_second == 0)
		return false;
	struct token_bucket *bucket = bpf_map_lookup_elem(&listener_buckets, &index);
	if (!bucket)
		return false;
	__u64 now = bpf_ktime_get_ns();
	__u64 cost = 8 * (__u64)p->octets;
	bpf_spin_lock(&bucket->lock);
	bool passes = take_tokens(bucket, cap, cost, p->segments, now);
	bpf_spin_unlock(&bucket->lock);
	return !passes;
}

#endif
