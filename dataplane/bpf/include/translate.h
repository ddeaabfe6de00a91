/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Rewrites addresses, ports and TTL, and every checksum by difference: a wrong checksum stays wrong. */
#ifndef TURNPIKE_TRANSLATE_H
#define TURNPIKE_TRANSLATE_H

#include "packet.h"

/* The packet's tuple after translation, in the direction of this packet. */
static __always_inline void translation_of(struct translation *to, const struct session *s, __u32 responder)
{
	if (!responder) {
		*to = s->forward;
		return;
	}
	to->source = s->key.destination;
	to->destination = s->key.source;
	to->source_port = s->key.destination_port;
	to->destination_port = s->key.source_port;
}

static __always_inline __u16 fold(__u64 sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16)((sum & 0xffff) + (sum >> 16));
}

/* RFC 1624, equation 3: HC' = ~(~HC + ~m + m'). */
static __always_inline __u16 adjust_checksum(__u16 checksum, __u64 difference)
{
	return ~fold((__u64)(__u16)~checksum + difference);
}

static __always_inline __u64 difference32(__be32 from, __be32 to)
{
	return (__u64)(__u32)~from + to;
}

static __always_inline __u64 difference16(__be16 from, __be16 to)
{
	return (__u64)(__u16)~from + to;
}

static __always_inline __u32 checksum_offset(const struct packet *p)
{
	return p->l4_offset +
	       (p->key.protocol == IPPROTO_TCP ? offsetof(struct tcphdr, check) : offsetof(struct udphdr, check));
}

static __always_inline bool has_ports(const struct packet *p)
{
	return !p->fragment && (p->key.protocol == IPPROTO_TCP || p->key.protocol == IPPROTO_UDP);
}

/* A first fragment carries the checksum of the whole datagram, pseudo header included. */
static __always_inline bool has_checksum(const struct packet *p, __be16 fragment_bits)
{
	return (p->key.protocol == IPPROTO_TCP || p->key.protocol == IPPROTO_UDP) && !(fragment_bits & IP_OFFSET_BITS);
}

/* tc: the helper knows whether the checksum is complete or left to the device. */
static __always_inline long fix_l4_checksum_tc(const struct packet *p, const struct translation *to)
{
	struct __sk_buff *skb = p->context;
	__u32 offset = checksum_offset(p);
	__u64 udp = p->key.protocol == IPPROTO_UDP ? BPF_F_MARK_MANGLED_0 : 0;
	__u64 pseudo = udp | BPF_F_PSEUDO_HDR | sizeof(__be32);
	long failed = 0;
	if (p->key.source.word[3] != to->source.word[3])
		failed |= bpf_l4_csum_replace(skb, offset, p->key.source.word[3], to->source.word[3], pseudo);
	if (p->key.destination.word[3] != to->destination.word[3])
		failed |= bpf_l4_csum_replace(skb, offset, p->key.destination.word[3], to->destination.word[3], pseudo);
	if (has_ports(p) && p->key.source_port != to->source_port)
		failed |= bpf_l4_csum_replace(skb, offset, p->key.source_port, to->source_port, udp | sizeof(__be16));
	if (has_ports(p) && p->key.destination_port != to->destination_port)
		failed |= bpf_l4_csum_replace(skb, offset, p->key.destination_port, to->destination_port,
					      udp | sizeof(__be16));
	return failed;
}

static __always_inline void fix_l4_checksum_xdp(__be16 *checksum, const struct packet *p, const struct translation *to)
{
	if (p->key.protocol == IPPROTO_UDP && *checksum == 0)
		return;
	__u64 difference = difference32(p->key.source.word[3], to->source.word[3]) +
			   difference32(p->key.destination.word[3], to->destination.word[3]);
	if (has_ports(p))
		difference += difference16(p->key.source_port, to->source_port) +
			      difference16(p->key.destination_port, to->destination_port);
	*checksum = adjust_checksum(*checksum, difference);
	if (p->key.protocol == IPPROTO_UDP && *checksum == 0)
		*checksum = 0xffff;
}

static __always_inline void rewrite_ip(struct iphdr *ip, const struct translation *to, __u8 ttl_less)
{
	__u64 difference =
	    difference32(ip->saddr, to->source.word[3]) + difference32(ip->daddr, to->destination.word[3]);
	__be16 *ttl_word = (__be16 *)&ip->ttl;
	__be16 before = *ttl_word;
	ip->ttl -= ttl_less;
	difference += difference16(before, *ttl_word);
	ip->saddr = to->source.word[3];
	ip->daddr = to->destination.word[3];
	ip->check = adjust_checksum(ip->check, difference);
}

/* False if the packet is shorter than it was when it was parsed, which only the verifier believes possible. */
static __always_inline bool translate(struct packet *p, enum hook hook, const struct translation *to, __u8 ttl_less)
{
	bool checksummed = has_checksum(p, p->fragment);
	if (hook == HOOK_TC && checksummed && fix_l4_checksum_tc(p, to) != 0)
		return false;
	void *start = packet_start(p, hook);
	void *end = packet_end(p, hook);
	struct iphdr *ip = start + IP_OFFSET;
	if ((void *)(ip + 1) > end)
		return false;
	__u32 l4_offset = p->l4_offset & 0x7f;
	if (hook == HOOK_XDP && checksummed) {
		__be16 *checksum =
		    start + l4_offset +
		    (p->key.protocol == IPPROTO_TCP ? offsetof(struct tcphdr, check) : offsetof(struct udphdr, check));
		if ((void *)(checksum + 1) > end)
			return false;
		fix_l4_checksum_xdp(checksum, p, to);
	}
	if (has_ports(p)) {
		__be16 *ports = start + l4_offset;
		if ((void *)(ports + 2) > end)
			return false;
		ports[0] = to->source_port;
		ports[1] = to->destination_port;
	}
	rewrite_ip(ip, to, ttl_less);
	return true;
}

#endif
