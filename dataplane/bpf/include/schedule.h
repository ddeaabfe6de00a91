/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Director: which server a new session is given. The control process lays out a row of choices for each listener, in
 * which each server stands as often as its weight says; here one of them is taken, in turn or by a hash. Only the least
 * connections are looked for on the spot. A changed row is written beside the old one, and nothing here moves a session
 * that is open.
 */
#ifndef TURNPIKE_SCHEDULE_H
#define TURNPIKE_SCHEDULE_H

#include "admission.h"

#define MAX_CHOICES 4194304
#define MAX_PERSISTENCES 65536
/* No listener has more servers. */
#define MOST_SERVERS 256

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, MAX_CHOICES / CHOICES);
	__type(key, __u32);
	__type(value, struct choices);
} choices SEC(".maps");

/* The clients that were heard of longest ago are forgotten first. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, MAX_PERSISTENCES);
	__type(key, struct persistence_key);
	__type(value, struct persistence);
} persistences SEC(".maps");

static __always_inline __u64 mix(__u64 hash, __u64 value)
{
	hash = (hash ^ value) * 0x9fb21c651e98df25ull;
	return hash ^ hash >> 32;
}

static __always_inline __u64 mix_address(__u64 hash, const struct ip_address *address)
{
	hash = mix(hash, (__u64)address->word[0] << 32 | address->word[1]);
	return mix(hash, (__u64)address->word[2] << 32 | address->word[3]);
}

/* Of the client alone, or of both ends: the same on every director. */
static __always_inline __u32 hash_of(const struct flow_key *key, bool both)
{
	__u64 hash = mix_address(0x9e3779b97f4a7c15ull, &key->source);
	if (both) {
		hash = mix_address(hash, &key->destination);
		hash = mix(hash, (__u64)key->source_port << 16 | key->destination_port);
	}
	return mix(hash, hash >> 29) >> 16;
}

/* The server at a place of the listener's row; 0 for none. */
static __always_inline __u32 choice_at(const struct listener *listener, __u32 place)
{
	__u32 at = listener->first_choice + place;
	__u32 piece = at / CHOICES;
	struct choices *row = bpf_map_lookup_elem(&choices, &piece);
	return row ? row->server[at % CHOICES] : 0;
}

struct least {
	const struct listener *listener;
	__u32 first;
	__u32 server;
};

/* Fewer connections for its weight, the new one included: multiplied out, since a division would round. */
static __always_inline bool is_less_busy(const struct server *one, const struct server *other)
{
	__u64 connections = *(volatile __u32 *)&one->connections;
	__u64 others = *(volatile __u32 *)&other->connections;
	return (connections + 1) * other->weight < (others + 1) * one->weight;
}

static long compare_connections(__u32 i, struct least *least)
{
	__u32 place = least->first + i;
	if (place >= least->listener->choice_count)
		place -= least->listener->choice_count;
	__u32 index = choice_at(least->listener, place);
	struct server *server = bpf_map_lookup_elem(&servers, &index);
	struct server *best = bpf_map_lookup_elem(&servers, &least->server);
	if (server && server->weight != 0 && (least->server == 0 || (best && is_less_busy(server, best))))
		least->server = index;
	return 0;
}

/* Begins at another server each time, so that equals are taken in turn. */
static __always_inline __u32 least_connections(const struct listener *listener, __u32 turn)
{
	struct least least = {.listener = listener, .first = turn % listener->choice_count};
	__u32 count = listener->choice_count < MOST_SERVERS ? listener->choice_count : MOST_SERVERS;
	bpf_loop(count, compare_connections, &least, 0);
	return least.server;
}

/*
 * Functions of their own, like those of admission. The stack is shared by all that call each other, so what one does not
 * need at the same time as another is apart.
 */

/* Index of the next server in the listener's order; 0 if none takes new sessions. */
__attribute__((noinline)) int scheduled_server(const struct flow_key *key, const struct listener *listener)
{
	if (!key || !listener || listener->choice_count == 0)
		return 0;
	__u32 count = listener->choice_count;
	if (listener->scheduler == SCHEDULER_SCH || listener->scheduler == SCHEDULER_TCH)
		return choice_at(listener, hash_of(key, listener->scheduler == SCHEDULER_TCH) % count);
	struct listener_state *state = state_of(&listener->limit);
	__u32 turn = state ? __sync_fetch_and_add(&state->turn, 1) : 0;
	return listener->scheduler == SCHEDULER_WLC ? least_connections(listener, turn)
						    : choice_at(listener, turn % count);
}

/* The server that the client was given before, if it may still be; else 0. */
__attribute__((noinline)) int remembered_server(const struct flow_key *key, const struct listener *listener)
{
	if (!key || !listener)
		return 0;
	struct persistence_key client = {.listener = listener->limit.state, .client = key->source};
	struct persistence *known = bpf_map_lookup_elem(&persistences, &client);
	if (!known || known->until_ns < bpf_ktime_get_ns())
		return 0;
	__u32 index = known->server;
	struct server *server = bpf_map_lookup_elem(&servers, &index);
	return server && server->flags == SERVER_UP && server->listener == client.listener ? index : 0;
}

/* From now on for as long as the listener says. */
__attribute__((noinline)) int remember_server(const struct flow_key *key, const struct listener *listener,
					      __u32 server)
{
	if (!key || !listener)
		return 0;
	struct persistence_key client = {.listener = listener->limit.state, .client = key->source};
	struct persistence entry = {
	    .until_ns = bpf_ktime_get_ns() + listener->persistence_seconds * NANOSECONDS_OF_A_SECOND,
	    .server = server,
	};
	return bpf_map_update_elem(&persistences, &client, &entry, BPF_ANY);
}

/* Index of the server for a new session; 0 if none takes it. */
static __always_inline __u32 choose_server(const struct flow_key *key, const struct listener *listener)
{
	if (listener->persistence_seconds == 0)
		return scheduled_server(key, listener);
	__u32 index = remembered_server(key, listener);
	if (index == 0)
		index = scheduled_server(key, listener);
	if (index != 0)
		remember_server(key, listener, index);
	return index;
}

#endif
