/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Parsing, from the first octet of the frame to the ports. */
#ifndef TURNPIKE_PACKET_H
#define TURNPIKE_PACKET_H

#include "maps.h"
#include "quote.h"

static __always_inline enum parse_result parse_ip(struct packet *p, void *context, enum hook hook)
{
	struct ethhdr *eth = frame_start(context, hook);
	if ((void *)(eth + 1) > frame_end(context, hook))
		return NOT_OURS;
	__be16 protocol = eth->h_proto;
	if (protocol != bpf_htons(ETH_P_IP) && protocol != bpf_htons(ETH_P_IPV6))
		return NOT_OURS;
	/* What turns out to be malformed says nothing of its length that could be believed. */
	p->octets = octets_behind_ethernet(context, hook);
	p->segments = 1;
	if (hook == HOOK_TC)
		pull_headers(context, HEADER_OCTETS);
	enum parse_result result =
	    protocol == bpf_htons(ETH_P_IP) ? parse_ipv4(p, context, hook) : parse_ipv6(p, context, hook);
	return result == PARSED && p->icmp == ICMP_ERROR ? parse_quoted(p, context, hook) : result;
}

/*
 * Functions of their own, and not static: the verifier then looks at each once, and takes what they return and fill in
 * as unknown. Inlined, it would follow every way through the rest of the program for every way through the headers.
 */
__attribute__((noinline)) int parse_tc(struct __sk_buff *skb, struct packet *p)
{
	return p ? parse_ip(p, skb, HOOK_TC) : NOT_OURS;
}

__attribute__((noinline)) int parse_xdp(struct xdp_md *frame, struct packet *p)
{
	return p ? parse_ip(p, frame, HOOK_XDP) : NOT_OURS;
}

/* The bank for all that is counted of one packet, so that every cut between banks lies between two packets. */
static __always_inline __u8 current_bank(void)
{
	__u32 zero = 0;
	struct allocator *a = bpf_map_lookup_elem(&allocator, &zero);
	return a ? *(volatile __u32 *)&a->cell_epoch & 1 : 0;
}

/* Fills the packet from its bytes. What is no IP is not ours and goes on untouched. */
static __always_inline enum parse_result parse(struct packet *p, void *context, enum hook hook)
{
	__builtin_memset(p, 0, sizeof(*p));
	enum parse_result result = hook == HOOK_XDP ? parse_xdp(context, p) : parse_tc(context, p);
	p->context = context;
	p->bank = current_bank();
	p->ifindex =
	    hook == HOOK_XDP ? ((struct xdp_md *)context)->ingress_ifindex : ((struct __sk_buff *)context)->ifindex;
	return result;
}

#endif
