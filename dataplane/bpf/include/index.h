/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Finds the slot of a session by the key of a packet. An entry is a tag and a reference; the key itself is in the slot
 * alone, so that a session takes little room, and one look at a cache line finds it. A key may be in either of two
 * buckets, and is in the first unless that is nearly full: so no bucket overflows before the slots are used up.
 *
 * The hash is a sum of the key's words, each times a secret number (multilinear hashing), so nobody who does not know
 * them can choose keys that share a bucket. The control process puts and removes entries by the same rules, in the same
 * memory; see SessionIndex.
 */
#ifndef TURNPIKE_INDEX_H
#define TURNPIKE_INDEX_H

#include "packet.h"

#define INDEX_MIX 0x9e3779b97f4a7c15ull
#define INDEX_TAG (1u << 31)
/* The rest of a key goes to its second bucket, if that has more room. */
#define FIRST_BUCKET_ENTRIES 6
#define INDEX_TRIES 4
#define NO_REFERENCE (-1)

struct index_place {
	__u32 bucket[2];
	/* Never 0. */
	__u32 tag;
};

static __always_inline bool find_place(const struct flow_key *key, struct index_place *place)
{
	__u32 zero = 0;
	struct allocator *a = bpf_map_lookup_elem(&allocator, &zero);
	if (!a)
		return false;
	const __u32 *word = (const __u32 *)key;
	__u64 sum = 0;
#pragma unroll
	for (__u32 i = 0; i < INDEX_SECRETS; i++)
		sum += a->index_secret[i] * word[i];
	__u64 mixed = (sum ^ sum >> 32) * INDEX_MIX;
	__u32 mask = a->slot_mask >> 1;
	place->bucket[0] = (__u32)(sum >> 32) & mask;
	place->bucket[1] = (__u32)(mixed >> 32) & mask;
	place->tag = (__u32)mixed | INDEX_TAG;
	return true;
}

static __always_inline bool is_session_of(const struct flow_key *key, const struct session *s, __u32 responder)
{
	const struct ip_address *source = responder ? &s->forward.destination : &s->key.source;
	const struct ip_address *destination = responder ? &s->forward.source : &s->key.destination;
	__be16 source_port = responder ? s->forward.destination_port : s->key.source_port;
	__be16 destination_port = responder ? s->forward.source_port : s->key.destination_port;
	return same_address(&key->source, source) && same_address(&key->destination, destination) &&
	       key->source_port == source_port && key->destination_port == destination_port &&
	       key->protocol == s->key.protocol && key->scope == s->key.scope;
}

/* Here and below, functions that are not static: the verifier looks at each once, rather than at each call. */
__attribute__((noinline)) int is_reference_of(const struct flow_key *key, __u32 reference)
{
	__u32 slot = (reference & ~REFERENCE_PENDING) >> 1;
	struct session *s = bpf_map_lookup_elem(&sessions, &slot);
	return key && s && is_session_of(key, s, reference & 1);
}

/* The reference to the session that a packet with the key belongs to. */
__attribute__((noinline)) int find_reference(const struct flow_key *key)
{
	struct index_place place;
	if (!key || !find_place(key, &place))
		return NO_REFERENCE;
	for (__u32 i = 0; i < 2; i++) {
		__u32 number = place.bucket[i];
		struct index_bucket *bucket = bpf_map_lookup_elem(&session_index, &number);
		if (!bucket)
			return NO_REFERENCE;
#pragma unroll
		for (__u32 j = 0; j < INDEX_ENTRIES; j++) {
			__u64 entry = *(volatile __u64 *)&bucket->entry[j];
			if (entry >> 32 == place.tag && !(entry & REFERENCE_PENDING) &&
			    is_reference_of(key, (__u32)entry))
				return (__u32)entry;
		}
	}
	return NO_REFERENCE;
}

static __always_inline __u32 used_entries(const struct index_bucket *bucket)
{
	__u32 used = 0;
	for (__u32 j = 0; j < INDEX_ENTRIES; j++)
		used += *(volatile __u64 *)&bucket->entry[j] != 0;
	return used;
}

/* Puts the entry where there is room; NULL if there is none, or another CPU was faster. */
static __always_inline __u64 *put_entry(struct index_bucket *first, struct index_bucket *second, __u64 entry)
{
	__u32 used = used_entries(first);
	struct index_bucket *bucket = used < FIRST_BUCKET_ENTRIES || used <= used_entries(second) ? first : second;
	for (__u32 j = 0; j < INDEX_ENTRIES; j++)
		if (*(volatile __u64 *)&bucket->entry[j] == 0)
			return __sync_val_compare_and_swap(&bucket->entry[j], 0, entry) == 0 ? &bucket->entry[j] : NULL;
	return NULL;
}

enum indexed {
	INDEXED,
	/* Packets with the key are another session's. */
	INDEXED_ANOTHER,
	/* Another CPU was in the way: to be tried again. */
	INDEXED_NONE
};

/*
 * Of two entries of one key that are put at once, that in the lower place wins, and takes the other out, unless that has
 * been confirmed before. So never more than one is confirmed, and only confirmed ones are found.
 */
static __always_inline enum indexed meet_rivals(const struct flow_key *key, struct index_bucket *bucket, __u64 own,
						bool *is_behind)
{
	for (__u32 j = 0; j < INDEX_ENTRIES; j++) {
		__u64 entry = *(volatile __u64 *)&bucket->entry[j];
		if (entry == own) {
			*is_behind = true;
			continue;
		}
		if (entry >> 32 != own >> 32 || !is_reference_of(key, (__u32)entry))
			continue;
		if (!(entry & REFERENCE_PENDING))
			return INDEXED_ANOTHER;
		if (!*is_behind || __sync_val_compare_and_swap(&bucket->entry[j], entry, 0) != entry)
			return INDEXED_NONE;
	}
	return INDEXED;
}

static __always_inline enum indexed try_to_index(const struct flow_key *key, struct index_bucket *first,
						 struct index_bucket *second, __u64 entry)
{
	__u64 pending = entry | REFERENCE_PENDING;
	__u64 *at = put_entry(first, second, pending);
	if (!at)
		return INDEXED_NONE;
	bool is_behind = false;
	enum indexed indexed = meet_rivals(key, first, pending, &is_behind);
	if (indexed == INDEXED && first != second)
		indexed = meet_rivals(key, second, pending, &is_behind);
	if (indexed == INDEXED && __sync_val_compare_and_swap(at, pending, entry) != pending)
		return INDEXED_NONE;
	if (indexed != INDEXED)
		__sync_val_compare_and_swap(at, pending, 0);
	return indexed;
}

/* 0 if packets with the key are found to be the session's from now on; else they are another's, or there is no room. */
__attribute__((noinline)) int index_reference(const struct flow_key *key, __u32 reference)
{
	struct index_place place;
	if (!key || !find_place(key, &place))
		return -1;
	struct index_bucket *first = bpf_map_lookup_elem(&session_index, &place.bucket[0]);
	struct index_bucket *second = bpf_map_lookup_elem(&session_index, &place.bucket[1]);
	if (!first || !second)
		return -1;
	for (__u32 i = 0; i < INDEX_TRIES; i++) {
		enum indexed indexed = try_to_index(key, first, second, (__u64)place.tag << 32 | reference);
		if (indexed != INDEXED_NONE)
			return indexed == INDEXED ? 0 : -1;
	}
	return -1;
}

/* Takes back what was put. */
__attribute__((noinline)) int unindex_reference(const struct flow_key *key, __u32 reference)
{
	struct index_place place;
	if (!key || !find_place(key, &place))
		return 0;
	__u64 entry = (__u64)place.tag << 32 | reference;
	for (__u32 i = 0; i < 2; i++) {
		__u32 number = place.bucket[i];
		struct index_bucket *bucket = bpf_map_lookup_elem(&session_index, &number);
		for (__u32 j = 0; bucket && j < INDEX_ENTRIES; j++)
			__sync_val_compare_and_swap(&bucket->entry[j], entry, 0);
	}
	return 0;
}

#endif
