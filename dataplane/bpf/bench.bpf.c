/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Bench only: a generator of packets, a sink that counts them, and what a program under test is measured against. All
 * packets are one frame, with the source address and port of one flow after the other.
 */
#include <linux/bpf.h>
#include <linux/types.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <stdbool.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define FRAME_OCTETS 60
#define FIRST_PORT 1024
#define PORTS 50000

struct headers {
	struct ethhdr eth;
	struct iphdr ip;
	union {
		struct udphdr udp;
		struct tcphdr tcp;
	};
} __attribute__((packed));

struct bench_frame {
	__u32 flows;
	/* From one flow to the next, less than flows, and without a common divisor: neighbours in time are none in memory. */
	__u32 stride;
	/* With the source address of the first flows, whose lower half is 0, and the source port 0. */
	__u8 octets[64];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct bench_frame);
} bench_frame SEC(".maps");

/* The flow that comes next; one thread at a time asks for it, on whichever CPU it is. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} bench_turn SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} bench_packets SEC(".maps");

/* The program under test. */
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} bench_subject SEC(".maps");

static __always_inline __u32 next_flow(const struct bench_frame *frame)
{
	__u32 zero = 0;
	__u32 *turn = bpf_map_lookup_elem(&bench_turn, &zero);
	if (!turn)
		return 0;
	__u32 flow = *turn < frame->flows ? *turn : 0;
	__u32 next = flow + frame->stride;
	*turn = next < frame->flows ? next : next - frame->flows;
	return flow;
}

/* RFC 1624, equation 3. */
static __always_inline __sum16 adjusted(__sum16 checksum, __u32 difference)
{
	__u32 sum = (__u16)~checksum + difference;
	sum = (sum & 0xffff) + (sum >> 16);
	return ~((sum & 0xffff) + (sum >> 16));
}

/* All of it, since the program under test has rewritten what was there. */
static __always_inline bool write_frame(struct xdp_md *context)
{
	__u32 zero = 0;
	const struct bench_frame *frame = bpf_map_lookup_elem(&bench_frame, &zero);
	struct headers *h = (void *)(long)context->data;
	if (!frame || (void *)h + FRAME_OCTETS > (void *)(long)context->data_end)
		return false;
	__builtin_memcpy(h, frame->octets, FRAME_OCTETS);
	__u32 flow = next_flow(frame);
	/* Of the lower half of the address, which has room for all. */
	__be16 address = bpf_htons(flow / PORTS);
	__be16 port = bpf_htons(FIRST_PORT + flow % PORTS);
	h->ip.saddr |= (__be32)address << 16;
	h->udp.source = port;
	h->ip.check = adjusted(h->ip.check, address);
	if (h->ip.protocol == IPPROTO_UDP)
		h->udp.check = adjusted(h->udp.check, address + port);
	else
		h->tcp.check = adjusted(h->tcp.check, address + port);
	return true;
}

/* Run with live frames: sends each by the interface that it is run for. */
SEC("xdp")
int bench_generate(struct xdp_md *context)
{
	return write_frame(context) ? XDP_TX : XDP_ABORTED;
}

SEC("xdp")
int bench_sink(struct xdp_md *context)
{
	__u32 zero = 0;
	__u64 *packets = bpf_map_lookup_elem(&bench_packets, &zero);
	if (packets && (long)context->data_end - (long)context->data >= FRAME_OCTETS)
		*packets += 1;
	return XDP_DROP;
}

/* The program under test on the next packet; without one, what the generation of packets costs. */
SEC("xdp")
int bench_run(struct xdp_md *context)
{
	if (!write_frame(context))
		return XDP_ABORTED;
	bpf_tail_call(context, &bench_subject, 0);
	return XDP_TX;
}

SEC("xdp")
int bench_empty(struct xdp_md *context)
{
	return context->data ? XDP_TX : XDP_ABORTED;
}
