/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* One view of a packet for both entry points: what was parsed, once, and how to touch the bytes again. */
#ifndef TURNPIKE_VIEW_H
#define TURNPIKE_VIEW_H

#include "drop_reason.h"
#include "flow_abi.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/pkt_cls.h>
#include <stdbool.h>

#define AF_INET 2
#define AF_INET6 10

#define IP_OFFSET ((__u32)sizeof(struct ethhdr))
/* The header of the transport begins within this; a power of two, since the verifier is told by masking. */
#define L4_OFFSET_LIMIT 512

enum hook { HOOK_TC, HOOK_XDP };

enum parse_result { PARSED, NOT_OURS, MALFORMED };

enum icmp_kind { ICMP_NONE, ICMP_REQUEST, ICMP_REPLY, ICMP_NEIGHBOUR, ICMP_ERROR };

/* Where the transport of a packet begins, and of which kind it is. */
struct transport {
	__u32 offset;
	__u8 protocol;
	__u8 icmp;
	bool fragment;
	/* The transport's header is in this packet: it is whole, or the first fragment. */
	bool first_fragment;
};

struct packet {
	void *context;
	struct flow_key key;
	/* IP total length, every segment of a GSO packet with its own headers. */
	__u32 octets;
	__u32 segments;
	__u32 l4_offset;
	__u32 ifindex;
	/* cell_key.arrival and departure. */
	__u16 arrival;
	__u16 departure;
	/* ICMP error: where the packet that it quotes begins, and what that carries. */
	__u32 quoted_offset;
	struct transport quoted;
	__u8 family;
	/* TTL or hop limit. */
	__u8 ttl;
	__u8 tcp_flags;
	__u8 icmp;
	/* Of the cells that it is counted in. */
	__u8 bank;
	bool fragment;
	/* The transport's header is in this packet: it is whole, or the first fragment. */
	bool first_fragment;
};

static __always_inline void *frame_start(void *context, enum hook hook)
{
	return hook == HOOK_XDP ? (void *)(long)((struct xdp_md *)context)->data
				: (void *)(long)((struct __sk_buff *)context)->data;
}

static __always_inline void *frame_end(void *context, enum hook hook)
{
	return hook == HOOK_XDP ? (void *)(long)((struct xdp_md *)context)->data_end
				: (void *)(long)((struct __sk_buff *)context)->data_end;
}

/*
 * Octets of the frame behind the Ethernet header; padding is among them. The kernel gives frames in one piece to an XDP
 * program that does not say it can take more.
 */
static __always_inline __u32 octets_behind_ethernet(void *context, enum hook hook)
{
	__u64 octets = hook == HOOK_XDP ? (__u64)(frame_end(context, hook) - frame_start(context, hook))
					: ((struct __sk_buff *)context)->len;
	return octets - IP_OFFSET;
}

static __always_inline void *packet_start(const struct packet *p, enum hook hook)
{
	return frame_start(p->context, hook);
}

static __always_inline void *packet_end(const struct packet *p, enum hook hook)
{
	return frame_end(p->context, hook);
}

/* Ethernet, IPv6 or IPv4 with options, TCP: what lies there nearly always. */
#define HEADER_OCTETS 94

/* tc: headers may lie outside the linear part of a forwarded packet, and shared ones must not be written to. */
static __always_inline void pull_headers(struct __sk_buff *skb, __u32 octets)
{
	if (frame_start(skb, HOOK_TC) + octets > frame_end(skb, HOOK_TC))
		bpf_skb_pull_data(skb, skb->len < L4_OFFSET_LIMIT ? skb->len : L4_OFFSET_LIMIT);
}

/* So many octets of the transport's header; NULL if they are not there. */
static __always_inline void *l4_header(void *context, enum hook hook, __u32 l4_offset, __u32 octets)
{
	/* The compiler may know the bound, but the verifier must see it. */
	asm volatile("" : "+r"(l4_offset));
	void *header = frame_start(context, hook) + (l4_offset & (L4_OFFSET_LIMIT - 1));
	return header + octets > frame_end(context, hook) ? NULL : header;
}

static __always_inline long load(void *context, enum hook hook, __u32 offset, void *to, __u32 octets)
{
	return hook == HOOK_XDP ? bpf_xdp_load_bytes(context, offset, to, octets)
				: bpf_skb_load_bytes(context, offset, to, octets);
}

/* tc: what a checksum makes up for; the device's sum over the packet stays as it is. */
static __always_inline long store(void *context, enum hook hook, __u32 offset, void *from, __u32 octets)
{
	return hook == HOOK_XDP ? bpf_xdp_store_bytes(context, offset, from, octets)
				: bpf_skb_store_bytes(context, offset, from, octets, 0);
}

static __always_inline void map_ipv4(struct ip_address *address, __be32 bits)
{
	address->word[0] = 0;
	address->word[1] = 0;
	address->word[2] = bpf_htonl(0xffff);
	address->word[3] = bits;
}

/* Means IPv4 wherever we keep an address, so it must never come in by IPv6. */
static __always_inline bool is_mapped_ipv4(const struct ip_address *address)
{
	return address->word[0] == 0 && address->word[1] == 0 && address->word[2] == bpf_htonl(0xffff);
}

static __always_inline bool same_address(const struct ip_address *a, const struct ip_address *b)
{
	return a->word[0] == b->word[0] && a->word[1] == b->word[1] && a->word[2] == b->word[2] &&
	       a->word[3] == b->word[3];
}

static __always_inline bool is_unspecified(const struct ip_address *a)
{
	return (a->word[0] | a->word[1] | a->word[2] | a->word[3]) == 0;
}

/*
 * A GSO packet is counted as the segments it will become: its payload stays, the headers are repeated. gso_segs is not
 * filled in by every sender, so the count is derived from gso_size.
 */
static __always_inline void count_segments(struct packet *p, void *context, enum hook hook, __u32 total,
					   __u32 headers)
{
	p->octets = total;
	p->segments = 1;
	if (hook != HOOK_TC)
		return;
	__u32 gso_size = ((struct __sk_buff *)context)->gso_size;
	if (gso_size == 0 || total <= headers)
		return;
	__u32 payload = total - headers;
	p->segments = (payload + gso_size - 1) / gso_size;
	p->octets = payload + p->segments * headers;
}

#endif
