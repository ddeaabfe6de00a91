/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Runs the token bucket over simulated time, against the same account kept in 128 bits. */
#include "token_bucket.h"
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition, ...)                                                                                          \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition);                                \
			fprintf(stderr, __VA_ARGS__);                                                                  \
			fputc('\n', stderr);                                                                           \
			exit(1);                                                                                       \
		}                                                                                                      \
	} while (0)

#define LEAST_BURST_BITS (8ull * 128 * 1024)
#define LARGEST_BURST_BITS 10000000000ull
#define START_NS 12345678901ull

static __u64 random_state = 88172645463325252ull;

static __u64 random_below(__u64 bound)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % bound;
}

static struct limit limit_of(__u64 bits_per_second)
{
	__u64 burst = bits_per_second / 4;
	burst = burst < LEAST_BURST_BITS ? LEAST_BURST_BITS : burst;
	burst = burst > LARGEST_BURST_BITS ? LARGEST_BURST_BITS : burst;
	struct rate rate = {.bits_per_second = bits_per_second, .burst_bits = burst};
	unsigned __int128 fill = (unsigned __int128)burst * NANOSECONDS_OF_A_SECOND;
	rate.fill_ns = (fill + bits_per_second - 1) / bits_per_second;
	return (struct limit){.leased = rate, .safe = rate, .until_ns = ~0ull};
}

static __u64 bits(const struct token_bucket *bucket)
{
	return bucket->tokens / NANOSECONDS_OF_A_SECOND;
}

/* Offers packets at about twice the rate; what passes must be the exact credit of the time, less than one packet short. */
static void should_pass_exactly_the_rate(__u64 rate, __u64 packet_octets, __u64 packets)
{
	struct limit limit = limit_of(rate);
	struct token_bucket bucket = {};
	__u64 cost = 8 * packet_octets;
	__u64 mean_gap_ns = cost * NANOSECONDS_OF_A_SECOND / rate / 2;
	__u64 now = START_NS;
	__u64 passed = 0;
	for (__u64 i = 0; i < packets; i++) {
		if (take_tokens(&bucket, &limit, cost, 1, now))
			passed += cost;
		unsigned __int128 allowed = (unsigned __int128)(now - START_NS) * rate / NANOSECONDS_OF_A_SECOND;
		CHECK(passed <= allowed + limit.leased.burst_bits, "rate %llu: %llu bits passed at %llu ns", rate, passed,
		      now - START_NS);
		now += random_below(2 * mean_gap_ns + 1);
	}
	fill_bucket(&bucket, &limit.leased, now);
	unsigned __int128 credit = (unsigned __int128)(now - START_NS) * rate;
	credit += (unsigned __int128)limit.leased.burst_bits * NANOSECONDS_OF_A_SECOND;
	unsigned __int128 accounted = (unsigned __int128)passed * NANOSECONDS_OF_A_SECOND + bucket.tokens;
	CHECK(accounted == credit, "rate %llu: passed %llu bits, %llu left", rate, passed, bits(&bucket));
	CHECK(bits(&bucket) < 2 * cost, "rate %llu: %llu bits unused", rate, bits(&bucket));
}

static void should_pass_one_gso_packet_at_any_rate(void)
{
	for (__u64 rate = 1; rate <= 100000000000ull; rate *= 10) {
		struct limit limit = limit_of(rate);
		struct token_bucket bucket = {};
		CHECK(take_tokens(&bucket, &limit, 8 * 105000, 1, START_NS), "rate %llu", rate);
	}
}

static void should_hold_no_more_than_the_burst(void)
{
	struct limit limit = limit_of(100000000000ull);
	struct token_bucket bucket = {};
	fill_bucket(&bucket, &limit.leased, START_NS);
	CHECK(take_tokens(&bucket, &limit, limit.leased.burst_bits, 1, START_NS), "a full bucket gives its burst");
	CHECK(!take_tokens(&bucket, &limit, 1, 1, START_NS), "and no more");
	CHECK(take_tokens(&bucket, &limit, limit.leased.burst_bits - 200, 1, START_NS + limit.leased.fill_ns - 1), "no overflow");
	CHECK(!take_tokens(&bucket, &limit, limit.leased.burst_bits + 1, 1, START_NS + 1000 * limit.leased.fill_ns), "time cannot save");
}

static void should_grant_no_time_twice_when_clocks_differ(void)
{
	struct limit limit = limit_of(8000000);
	struct token_bucket bucket = {};
	CHECK(take_tokens(&bucket, &limit, limit.leased.burst_bits, 1, START_NS), "the burst");
	fill_bucket(&bucket, &limit.leased, START_NS + 1000000);
	fill_bucket(&bucket, &limit.leased, START_NS + 500000);
	fill_bucket(&bucket, &limit.leased, START_NS + 1000000);
	CHECK(bucket.tokens == 8000 * NANOSECONDS_OF_A_SECOND, "%llu bits for a millisecond", bits(&bucket));
}

static void should_keep_its_state_when_the_rate_changes(void)
{
	struct limit fast = limit_of(1000000000);
	struct limit slow = limit_of(1000000);
	struct token_bucket bucket = {};
	fill_bucket(&bucket, &fast.leased, START_NS);
	fill_bucket(&bucket, &slow.leased, START_NS + 1);
	CHECK(bits(&bucket) == slow.leased.burst_bits, "a smaller bucket holds less");
	CHECK(take_tokens(&bucket, &slow, slow.leased.burst_bits, 1, START_NS + 1), "the slow burst");
	CHECK(!take_tokens(&bucket, &fast, 8 * 1500, 1, START_NS + 2), "a new rate is no new burst");
}

static void should_fall_back_by_itself_when_the_lease_ends(void)
{
	struct limit limit = limit_of(8000000);
	struct token_bucket bucket = {};
	limit.safe = limit_of(8000).leased;
	limit.until_ns = START_NS + 1000000000;
	CHECK(take_tokens(&bucket, &limit, limit.leased.burst_bits, 1, START_NS), "the burst");
	CHECK(take_tokens(&bucket, &limit, 1600000, 1, START_NS + 200000000), "a fifth of a second of the lease");
	CHECK(!take_tokens(&bucket, &limit, 1600000, 1, START_NS + 1200000000), "the lease is over");
	CHECK(take_tokens(&bucket, &limit, 8000, 1, START_NS + 1200000000), "a second of the safe rate");
	CHECK(!take_tokens(&bucket, &limit, 8, 1, START_NS + 1200000000), "and no more");
	CHECK(bucket.demand.asked_bits == limit.leased.burst_bits + 3208008, "%llu asked", bucket.demand.asked_bits);
	CHECK(bucket.demand.refused_bits == 1600008, "%llu refused", bucket.demand.refused_bits);
	CHECK(bucket.demand.passed_packets == 3, "%llu passed", bucket.demand.passed_packets);
}

int main(void)
{
	should_pass_exactly_the_rate(7, 1500, 100000);
	should_pass_exactly_the_rate(999983, 1500, 1000000);
	should_pass_exactly_the_rate(10000000, 64, 1000000);
	should_pass_exactly_the_rate(333333333, 1500, 1000000);
	should_pass_exactly_the_rate(99999999977ull, 1500, 3000000);
	should_pass_one_gso_packet_at_any_rate();
	should_hold_no_more_than_the_burst();
	should_grant_no_time_twice_when_clocks_differ();
	should_keep_its_state_when_the_rate_changes();
	should_fall_back_by_itself_when_the_lease_ends();
	puts("token bucket: exact");
	return 0;
}
