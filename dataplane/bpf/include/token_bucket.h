/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The arithmetic of a token bucket, apart from maps and locks, so that a test can run it over any time. */
#ifndef TURNPIKE_TOKEN_BUCKET_H
#define TURNPIKE_TOKEN_BUCKET_H

#include "flow_abi.h"
#include <linux/bpf.h>
#include <stdbool.h>

#define NANOSECONDS_OF_A_SECOND 1000000000ull

/* Running state of one limit. Only the packet path writes it: a new rate neither resets it nor races with it. */
struct token_bucket {
	struct demand demand;
	/* In 1e-9 bit, which is what one bit a second gives in a nanosecond: there is no division, and nothing to lose by it. */
	__u64 tokens;
	__u64 last_ns;
	struct bpf_spin_lock lock;
	__u32 padding;
};

static inline __attribute__((always_inline)) const struct rate *rate_at(const struct limit *limit, __u64 now_ns)
{
	return now_ns < limit->until_ns ? &limit->leased : &limit->safe;
}

static inline __attribute__((always_inline)) void fill_bucket(struct token_bucket *bucket, const struct rate *rate,
							      __u64 now_ns)
{
	/* No overflow: 1e9 times the burst fits, and in less than fill_ns comes less than that (see rate). */
	__u64 full = rate->burst_bits * NANOSECONDS_OF_A_SECOND;
	__u64 elapsed = now_ns - bucket->last_ns;
	if (bucket->last_ns == 0 || (now_ns > bucket->last_ns && elapsed >= rate->fill_ns)) {
		bucket->tokens = full;
		bucket->last_ns = now_ns;
	} else if (now_ns > bucket->last_ns) {
		__u64 credit = elapsed * rate->bits_per_second;
		bucket->tokens = bucket->tokens >= full || credit >= full - bucket->tokens ? full : bucket->tokens + credit;
		bucket->last_ns = now_ns;
	} else if (bucket->tokens > full) {
		/* Another CPU's later clock was here first, and has taken the credit of this time; the rate is a new one. */
		bucket->tokens = full;
	}
}

/* False if the packet is over the limit; then it costs nothing. */
static inline __attribute__((always_inline)) bool take_tokens(struct token_bucket *bucket, const struct limit *limit,
							      __u64 cost_bits, __u32 packets, __u64 now_ns)
{
	fill_bucket(bucket, rate_at(limit, now_ns), now_ns);
	bucket->demand.asked_bits += cost_bits;
	if (bucket->tokens < cost_bits * NANOSECONDS_OF_A_SECOND) {
		bucket->demand.refused_bits += cost_bits;
		return false;
	}
	bucket->tokens -= cost_bits * NANOSECONDS_OF_A_SECOND;
	bucket->demand.passed_packets += packets;
	return true;
}

#endif
