/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Rewrites addresses, ports and TTL, and every checksum by difference: a wrong checksum stays wrong. */
#ifndef TURNPIKE_TRANSLATE_H
#define TURNPIKE_TRANSLATE_H

#include "packet.h"

/* Addresses lie in a row, and the ports after them, in flow_key as in translation: one range for their difference. */
#define ADDRESS_OCTETS (2 * sizeof(struct ip_address))

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

/* Of both addresses; the mapped form of IPv4 differs in their last words alone. */
static __always_inline __u64 ipv4_difference(const struct packet *p, const struct translation *to)
{
	return difference32(p->key.source.word[3], to->source.word[3]) +
	       difference32(p->key.destination.word[3], to->destination.word[3]);
}

static __always_inline __u32 address_difference(const struct packet *p, const struct translation *to)
{
	return bpf_csum_diff((__be32 *)&p->key.source, ADDRESS_OCTETS, (__be32 *)&to->source, ADDRESS_OCTETS, 0);
}

static __always_inline __be32 ports_of_packet(const struct packet *p)
{
	return (__be32)p->key.destination_port << 16 | p->key.source_port;
}

/*
 * An echo shows only one: its identifier. One with the identifier 0 that asks nothing finds the session of one that does,
 * and has no port of it to show.
 */
static __always_inline __be32 ports_after(const struct packet *p, const struct translation *to)
{
	__u8 quoted = p->icmp == ICMP_ERROR ? p->quoted.icmp : ICMP_NONE;
	bool keeps_destination = p->icmp == ICMP_REQUEST || quoted == ICMP_REPLY;
	bool keeps_source = p->icmp == ICMP_REPLY || quoted == ICMP_REQUEST;
	__be16 source = keeps_source ? p->key.source_port : to->source_port;
	__be16 destination = keeps_destination ? p->key.destination_port : to->destination_port;
	return (__be32)destination << 16 | source;
}

static __always_inline bool changes_addresses(const struct packet *p, const struct translation *to)
{
	return !same_address(&p->key.source, &to->source) || !same_address(&p->key.destination, &to->destination);
}

static __always_inline bool changes_ports(const struct packet *p, const struct translation *to)
{
	return (has_ports(p) || is_echo(p)) && ports_of_packet(p) != ports_after(p, to);
}

/* tc: the helper knows whether the checksum is complete or left to the device. */
static __always_inline bool fix_l4_checksum_tc(const struct packet *p, void *context, const struct translation *to,
					       __u32 within)
{
	__u32 offset = p->l4_offset + within;
	__u64 udp = p->key.protocol == IPPROTO_UDP ? BPF_F_MARK_MANGLED_0 : 0;
	long failed = 0;
	if (has_pseudo_header(p) && changes_addresses(p, to))
		/* Size 0: a difference, since the helper takes no more than four octets to replace. */
		failed |= bpf_l4_csum_replace(context, offset, 0, address_difference(p, to), udp | BPF_F_PSEUDO_HDR);
	/* The port of an echo is alone in its word, so this is the difference of its identifier as well. */
	if (changes_ports(p, to))
		failed |= bpf_l4_csum_replace(context, offset, ports_of_packet(p), ports_after(p, to),
					      udp | sizeof(__be32));
	return failed == 0;
}

static __always_inline bool fix_l4_checksum_xdp(const struct packet *p, void *context, const struct translation *to,
						__u32 within)
{
	__u8 *header = l4_header(context, HOOK_XDP, p->l4_offset, within + sizeof(__u16));
	if (!header)
		return false;
	__u16 *checksum = (__u16 *)(header + within);
	bool udp = p->key.protocol == IPPROTO_UDP;
	if (udp && *checksum == 0)
		return true;
	__u64 difference = 0;
	if (changes_ports(p, to))
		difference += difference32(ports_of_packet(p), ports_after(p, to));
	if (has_pseudo_header(p) && changes_addresses(p, to))
		difference += p->family == AF_INET6 ? address_difference(p, to) : ipv4_difference(p, to);
	if (difference == 0)
		return true;
	*checksum = adjust_checksum(*checksum, difference);
	if (udp && *checksum == 0)
		*checksum = 0xffff;
	return true;
}

static __always_inline bool fix_l4_checksum(const struct packet *p, void *context, enum hook hook,
					    const struct translation *to)
{
	__u32 within = checksum_offset(p);
	if (within == 0)
		return true;
	return hook == HOOK_XDP ? fix_l4_checksum_xdp(p, context, to, within)
				: fix_l4_checksum_tc(p, context, to, within);
}

static __always_inline bool rewrite_ports(const struct packet *p, void *context, enum hook hook,
					  const struct translation *to)
{
	/* Eight octets of every transport are there: none has a shorter header. */
	__be16 *ports = l4_header(context, hook, p->l4_offset, sizeof(struct echo));
	if (!ports)
		return false;
	if (is_echo(p)) {
		((struct echo *)ports)->identifier =
		    p->icmp == ICMP_REQUEST ? to->source_port : to->destination_port;
		return true;
	}
	/* Nothing makes up for them in the device's sum if there is no checksum. */
	if (hook == HOOK_TC && p->key.protocol == IPPROTO_UDP && ((struct udphdr *)ports)->check == 0) {
		__be16 after[2] = {to->source_port, to->destination_port};
		return bpf_skb_store_bytes(context, p->l4_offset, after, sizeof(after), BPF_F_RECOMPUTE_CSUM) == 0;
	}
	ports[0] = to->source_port;
	ports[1] = to->destination_port;
	return true;
}

static __always_inline bool rewrite_ipv4(void *context, enum hook hook, const struct translation *to,
					 __u8 ttl_less)
{
	struct iphdr *ip = frame_start(context, hook) + IP_OFFSET;
	if ((void *)(ip + 1) > frame_end(context, hook))
		return false;
	__u64 difference =
	    difference32(ip->saddr, to->source.word[3]) + difference32(ip->daddr, to->destination.word[3]);
	__be16 *ttl_word = (__be16 *)&ip->ttl;
	__be16 before = *ttl_word;
	ip->ttl -= ttl_less;
	difference += difference16(before, *ttl_word);
	ip->saddr = to->source.word[3];
	ip->daddr = to->destination.word[3];
	ip->check = adjust_checksum(ip->check, difference);
	return true;
}

/*
 * tc: stored by the helper, which keeps the device's sum over the packet right. An IPv4 header has a checksum of its own
 * that makes up for what changes in it, an IPv6 header has none.
 */
static __always_inline bool rewrite_ipv6_tc(const struct packet *p, void *context, const struct translation *to,
					    __u8 hop_limit)
{
	__u32 at = IP_OFFSET + offsetof(struct ipv6hdr, hop_limit);
	if (bpf_skb_store_bytes(context, at, &hop_limit, sizeof(hop_limit), BPF_F_RECOMPUTE_CSUM) != 0)
		return false;
	if (!changes_addresses(p, to))
		return true;
	at = IP_OFFSET + offsetof(struct ipv6hdr, saddr);
	return bpf_skb_store_bytes(context, at, &to->source, ADDRESS_OCTETS, BPF_F_RECOMPUTE_CSUM) == 0;
}

static __always_inline bool rewrite_ipv6(const struct packet *p, void *context, enum hook hook,
					 const struct translation *to, __u8 hops_less)
{
	if (hook == HOOK_TC)
		return rewrite_ipv6_tc(p, context, to, p->ttl - hops_less);
	struct ipv6hdr *ip = frame_start(context, hook) + IP_OFFSET;
	if ((void *)(ip + 1) > frame_end(context, hook))
		return false;
	ip->hop_limit -= hops_less;
	__builtin_memcpy(&ip->saddr, &to->source, sizeof(to->source));
	__builtin_memcpy(&ip->daddr, &to->destination, sizeof(to->destination));
	return true;
}

/* False if the packet is shorter than it was when it was parsed, which only the verifier believes possible. */
static __always_inline bool translate(struct packet *p, void *context, enum hook hook, const struct translation *to,
				      __u8 ttl_less)
{
	if (!fix_l4_checksum(p, context, hook, to))
		return false;
	if (changes_ports(p, to) && !rewrite_ports(p, context, hook, to))
		return false;
	return p->family == AF_INET6 ? rewrite_ipv6(p, context, hook, to, ttl_less)
				     : rewrite_ipv4(context, hook, to, ttl_less);
}

#endif
