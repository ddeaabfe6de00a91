/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* One view of a packet for both entry points: what was parsed, once, and how to touch the bytes again. */
#ifndef TURNPIKE_PACKET_H
#define TURNPIKE_PACKET_H

#include "drop_reason.h"
#include "flow_abi.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <stdbool.h>

#define IP_OFFSET ((__u32)sizeof(struct ethhdr))
#define IP_FRAGMENT_BITS bpf_htons(0x3fff) /* more fragments, offset */
#define IP_OFFSET_BITS bpf_htons(0x1fff)

enum hook { HOOK_TC, HOOK_XDP };

enum parse_result { PARSED, NOT_OURS, MALFORMED };

struct packet {
	void *context;
	struct flow_key key;
	/* IP total length, every segment of a GSO packet with its own headers. */
	__u32 octets;
	__u32 segments;
	__u32 l4_offset;
	__u32 ifindex;
	__be16 fragment;
	__u8 tcp_flags;
	__u8 ttl;
};

static __always_inline void *packet_start(const struct packet *p, enum hook hook)
{
	return hook == HOOK_XDP ? (void *)(long)((struct xdp_md *)p->context)->data
				: (void *)(long)((struct __sk_buff *)p->context)->data;
}

static __always_inline void *packet_end(const struct packet *p, enum hook hook)
{
	return hook == HOOK_XDP ? (void *)(long)((struct xdp_md *)p->context)->data_end
				: (void *)(long)((struct __sk_buff *)p->context)->data_end;
}

static __always_inline void map_ipv4(struct ip_address *address, __be32 bits)
{
	address->word[0] = 0;
	address->word[1] = 0;
	address->word[2] = bpf_htonl(0xffff);
	address->word[3] = bits;
}

static __always_inline bool same_address(const struct ip_address *a, const struct ip_address *b)
{
	return a->word[0] == b->word[0] && a->word[1] == b->word[1] && a->word[2] == b->word[2] &&
	       a->word[3] == b->word[3];
}

/*
 * A GSO packet is counted as the segments it will become: its payload stays, the headers are repeated. gso_segs is not
 * filled in by every sender, so the count is derived from gso_size.
 */
static __always_inline void count_segments(struct packet *p, enum hook hook, __u32 total, __u32 headers)
{
	p->octets = total;
	p->segments = 1;
	if (hook != HOOK_TC)
		return;
	__u32 gso_size = ((struct __sk_buff *)p->context)->gso_size;
	if (gso_size == 0 || total <= headers)
		return;
	__u32 payload = total - headers;
	p->segments = (payload + gso_size - 1) / gso_size;
	p->octets = payload + p->segments * headers;
}

static __always_inline enum parse_result parse_ports(struct packet *p, void *l4, void *end, __u32 *l4_headers)
{
	*l4_headers = 0;
	if (p->key.protocol == IPPROTO_TCP) {
		struct tcphdr *tcp = l4;
		if ((void *)(tcp + 1) > end)
			return MALFORMED;
		p->key.source_port = tcp->source;
		p->key.destination_port = tcp->dest;
		p->tcp_flags = ((__u8 *)tcp)[13];
		*l4_headers = tcp->doff * 4;
		return *l4_headers < sizeof(*tcp) ? MALFORMED : PARSED;
	}
	if (p->key.protocol == IPPROTO_UDP) {
		struct udphdr *udp = l4;
		if ((void *)(udp + 1) > end)
			return MALFORMED;
		p->key.source_port = udp->source;
		p->key.destination_port = udp->dest;
		*l4_headers = sizeof(*udp);
	}
	return PARSED;
}

static __always_inline enum parse_result parse_ipv4(struct packet *p, enum hook hook)
{
	void *end = packet_end(p, hook);
	struct iphdr *ip = packet_start(p, hook) + IP_OFFSET;
	if ((void *)(ip + 1) > end)
		return MALFORMED;
	__u32 header = ip->ihl * 4;
	__u32 total = bpf_ntohs(ip->tot_len);
	if (ip->version != 4 || header < sizeof(*ip) || total < header)
		return MALFORMED;
	map_ipv4(&p->key.source, ip->saddr);
	map_ipv4(&p->key.destination, ip->daddr);
	p->key.protocol = ip->protocol;
	p->fragment = ip->frag_off & IP_FRAGMENT_BITS;
	p->ttl = ip->ttl;
	p->l4_offset = IP_OFFSET + header;
	if (p->fragment) {
		/* Only the first fragment has ports; all are one flow, so none is looked at. */
		count_segments(p, HOOK_XDP, total, 0);
		return PARSED;
	}
	__u32 l4_headers;
	enum parse_result result = parse_ports(p, (void *)ip + (header & 0x3c), end, &l4_headers);
	if (result == PARSED && total < header + l4_headers)
		return MALFORMED;
	count_segments(p, hook, total, header + l4_headers);
	return result;
}

/* Fills the packet from its bytes. What is no IPv4 is not ours and goes on untouched. */
static __always_inline enum parse_result parse(struct packet *p, void *context, enum hook hook)
{
	__builtin_memset(p, 0, sizeof(*p));
	p->context = context;
	p->ifindex =
	    hook == HOOK_XDP ? ((struct xdp_md *)context)->ingress_ifindex : ((struct __sk_buff *)context)->ifindex;
	struct ethhdr *eth = packet_start(p, hook);
	if ((void *)(eth + 1) > packet_end(p, hook))
		return NOT_OURS;
	if (eth->h_proto != bpf_htons(ETH_P_IP))
		return NOT_OURS;
	if (hook == HOOK_TC) {
		/* Headers may lie outside the linear part of a forwarded packet. */
		if (packet_start(p, hook) + IP_OFFSET + 60 + sizeof(struct tcphdr) > packet_end(p, hook))
			bpf_skb_pull_data(context, 0);
	}
	return parse_ipv4(p, hook);
}

#endif
