/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Director: whether a client's first packet may open a session: access list, connections a second, connections. */
#ifndef TURNPIKE_ADMISSION_H
#define TURNPIKE_ADMISSION_H

#include "listener.h"

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 262144);
	__type(key, struct access_prefix);
	__type(value, __u32);
} access_lists SEC(".maps");

#define ACCESS_PREFIX_BITS (8 * (sizeof(struct access_prefix) - offsetof(struct access_prefix, list)))
/* Time in 1/64 ns: rates that do not divide a second are kept to 2e-5, and 64 bits last for nine years. */
#define TIME_SHIFT 6
/* Sessions of one second may come at once. */
#define CONNECTION_BURST (NANOSECONDS_OF_A_SECOND << TIME_SHIFT)
#define RATE_TRIES 8
#define PEAK_TRIES 4

static __always_inline bool is_on_access_list(const struct flow_key *key, const struct listener *listener)
{
	struct access_prefix client = {
	    .prefix_length = ACCESS_PREFIX_BITS, .list = listener->access_list, .address = key->source};
	return bpf_map_lookup_elem(&access_lists, &client) != NULL;
}

static __always_inline bool is_shut_out(const struct flow_key *key, const struct listener *listener)
{
	if (!(listener->flags & (LISTENER_ALLOW | LISTENER_DENY)))
		return false;
	return is_on_access_list(key, listener) == !!(listener->flags & LISTENER_DENY);
}

/*
 * A bucket of one second's sessions, kept as the time at which it would be full: one word, so that many CPUs share it
 * without a lock, which maps that are mapped into the control process cannot have. Who loses all races is refused.
 */
static __always_inline bool takes_rate(const struct connection_limit *limit, struct listener_state *state)
{
	if (limit->interval == 0)
		return true;
	__u64 now = bpf_ktime_get_ns() << TIME_SHIFT;
	for (int i = 0; i < RATE_TRIES; i++) {
		__u64 before = *(volatile __u64 *)&state->next_connection;
		__u64 from = before > now ? before : now;
		if (from + limit->interval > now + CONNECTION_BURST)
			return false;
		if (__sync_val_compare_and_swap(&state->next_connection, before, from + limit->interval) == before)
			return true;
	}
	return false;
}

static __always_inline struct listener_state *state_of(const struct connection_limit *limit)
{
	__u32 index = limit->state;
	return bpf_map_lookup_elem(&listener_states, &index);
}

static __always_inline void release_connection(const struct connection_limit *limit)
{
	struct listener_state *state = state_of(limit);
	if (state)
		__sync_fetch_and_sub(&state->connections, 1);
}

/* Takes a place, and gives it back if there was none: two CPUs never share the last one. */
static __always_inline bool takes_connection(const struct connection_limit *limit, struct listener_state *state)
{
	__u32 before = __sync_fetch_and_add(&state->connections, 1);
	if (limit->most == 0 || before < limit->most)
		return true;
	__sync_fetch_and_sub(&state->connections, 1);
	return false;
}

/* Takes a connection of the listener and of its load balancer; what was not opened in the end must be released. */
static __always_inline enum drop_reason take_connection(const struct listener *listener, struct listener_state *own,
							struct listener_state *instance)
{
	if (!takes_connection(&listener->instance_limit, instance))
		return DROP_CONNECTION_LIMIT;
	if (!takes_connection(&listener->limit, own)) {
		__sync_fetch_and_sub(&instance->connections, 1);
		return DROP_CONNECTION_LIMIT;
	}
	return DROP_NONE;
}

/*
 * Functions of their own, and not static: the verifier looks at each once. They are given the key and not the packet,
 * whose pointers it would take for lost.
 */
__attribute__((noinline)) int admit(const struct flow_key *key, const struct listener *listener)
{
	if (!key || !listener)
		return DROP_NO_LISTENER;
	struct listener_state *own = state_of(&listener->limit);
	struct listener_state *instance = state_of(&listener->instance_limit);
	if (!own || !instance)
		return DROP_NO_LISTENER;
	if (is_shut_out(key, listener))
		return DROP_ACCESS_LIST;
	enum drop_reason reason = take_connection(listener, own, instance);
	if (reason != DROP_NONE)
		return reason;
	/* The rate last: what is refused for another reason must not use it up. */
	if (takes_rate(&listener->limit, own) && takes_rate(&listener->instance_limit, instance))
		return DROP_NONE;
	release_connection(&listener->limit);
	release_connection(&listener->instance_limit);
	return DROP_CONNECTION_RATE;
}

/* Who loses all races leaves a peak that is too low by no more than the CPUs that opened sessions at that moment. */
static __always_inline void raise_peak(struct listener_state *state)
{
	__u32 open = *(volatile __u32 *)&state->connections;
	for (int i = 0; i < PEAK_TRIES; i++) {
		__u32 before = *(volatile __u32 *)&state->peak;
		if (open <= before || __sync_val_compare_and_swap(&state->peak, before, open) == before)
			return;
	}
}

/* A session was opened; its place and that of its server were taken before. */
static __always_inline void count_opened(const struct listener *listener, struct server *server)
{
	struct listener_state *own = state_of(&listener->limit);
	struct listener_state *instance = state_of(&listener->instance_limit);
	if (own) {
		__sync_fetch_and_add(&own->opened, 1);
		raise_peak(own);
	}
	if (instance) {
		__sync_fetch_and_add(&instance->opened, 1);
		raise_peak(instance);
	}
	__sync_fetch_and_add(&server->opened, 1);
}

#endif
