/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Limits of resources: what is over the rate is dropped before it is counted as forwarded. */
#ifndef TURNPIKE_LIMIT_H
#define TURNPIKE_LIMIT_H

#include "packet.h"
#include "token_bucket.h"

#define MAX_LIMITS 32768

/* Which rate a resource has in one direction, and which bucket; only the control process writes here. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_LIMITS);
	__type(key, struct limit_key);
	__type(value, struct limit);
} limits SEC(".maps");

/* An array, so that a bucket is never freed under the hands of a CPU that holds its lock. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_LIMITS);
	__type(key, __u32);
	__type(value, struct token_bucket);
} token_buckets SEC(".maps");

/*
 * Takes the packet's tokens; true if there are too few, and it must be dropped. A GSO packet costs its segments. With tc,
 * what passes gets the class of its queue, which is as long as the bucket is deep and as fast: it holds what the bucket
 * let through, and drops nothing. Not inline: there is little room on the stack of who asks.
 */
static __attribute__((noinline, unused)) bool is_over_limit(__u32 resource, enum direction direction,
							    const struct packet *p, enum hook hook)
{
	struct limit_key key = {.resource = resource, .direction = direction};
	struct limit *limit = bpf_map_lookup_elem(&limits, &key);
	if (!limit)
		return false;
	__u32 index = limit->bucket;
	struct token_bucket *bucket = bpf_map_lookup_elem(&token_buckets, &index);
	if (!bucket)
		return false;
	__u64 now = bpf_ktime_get_ns();
	__u64 cost = 8 * (__u64)p->octets;
	bpf_spin_lock(&bucket->lock);
	bool passes = take_tokens(bucket, limit, cost, p->segments, now);
	bpf_spin_unlock(&bucket->lock);
	if (hook == HOOK_TC && limit->queue_class)
		((struct __sk_buff *)p->context)->priority = limit->queue_class;
	return !passes;
}

#endif
