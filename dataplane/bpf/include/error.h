/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Translates an ICMP error with the packet that it quotes, so that its receiver finds what it had sent itself. */
#ifndef TURNPIKE_ERROR_H
#define TURNPIKE_ERROR_H

#include "translate.h"

/* Where the quoted transport has its checksum; 0 if it has none, or if so much is not quoted. */
static __always_inline __u32 quoted_checksum_offset(const struct packet *p)
{
	__u32 within = 0;
	if (p->key.protocol == IPPROTO_TCP)
		within = offsetof(struct tcphdr, check);
	else if (p->key.protocol == IPPROTO_UDP)
		within = offsetof(struct udphdr, check);
	else if (p->family == AF_INET6 ? p->key.protocol == IPPROTO_ICMPV6 : p->quoted.icmp != ICMP_NONE)
		within = offsetof(struct echo, checksum);
	bool quoted = p->quoted.offset + within + sizeof(__u16) <= IP_OFFSET + p->octets;
	return quoted && p->quoted.first_fragment ? within : 0;
}

/* Returns by how much this changes the sum of the error, or -1. */
static __always_inline __s64 rewrite_quoted_checksum(const struct packet *p, void *context, enum hook hook,
						     __u64 difference)
{
	__u16 before, after;
	__u32 within = quoted_checksum_offset(p);
	if (within == 0 || difference == 0)
		return 0;
	__u32 offset = p->quoted.offset + within;
	if (load(context, hook, offset, &before, sizeof(before)) != 0)
		return -1;
	bool udp = p->key.protocol == IPPROTO_UDP;
	if (udp && before == 0)
		return 0;
	after = adjust_checksum(before, difference);
	if (udp && after == 0)
		after = 0xffff;
	if (store(context, hook, offset, &after, sizeof(after)) != 0)
		return -1;
	return difference16(before, after);
}

static __always_inline bool rewrite_quoted_ports(const struct packet *p, void *context, enum hook hook,
						 const struct translation *to)
{
	__be16 ports[2] = {to->destination_port, to->source_port};
	if (has_ports(p))
		return store(context, hook, p->quoted.offset, ports, sizeof(ports)) == 0;
	__u32 offset = p->quoted.offset + offsetof(struct echo, identifier);
	return store(context, hook, offset, &ports[p->quoted.icmp == ICMP_REPLY], sizeof(ports[0])) == 0;
}

/* The quoted packet goes the other way than the error: its source is where the error goes to. */
static __always_inline __s64 rewrite_quoted_ipv4(const struct packet *p, void *context, enum hook hook,
						 const struct translation *to, __u32 addresses)
{
	struct iphdr ip;
	if (load(context, hook, p->quoted_offset, &ip, sizeof(ip)) != 0)
		return -1;
	__u16 before = ip.check;
	ip.check = adjust_checksum(before, addresses);
	ip.saddr = to->destination.word[3];
	ip.daddr = to->source.word[3];
	if (store(context, hook, p->quoted_offset, &ip, sizeof(ip)) != 0)
		return -1;
	return addresses + difference16(before, ip.check);
}

static __always_inline __s64 rewrite_quoted_ipv6(const struct packet *p, void *context, enum hook hook,
						 const struct translation *to, __u32 addresses)
{
	__u32 source = p->quoted_offset + offsetof(struct ipv6hdr, saddr);
	__u32 destination = p->quoted_offset + offsetof(struct ipv6hdr, daddr);
	if (store(context, hook, source, (void *)&to->destination, sizeof(to->destination)) != 0 ||
	    store(context, hook, destination, (void *)&to->source, sizeof(to->source)) != 0)
		return -1;
	return addresses;
}

/* What has none may still be of a session whose port is 0. */
static __always_inline bool quotes_ports(const struct packet *p)
{
	return has_ports(p) ? !p->quoted.fragment
			    : p->quoted.icmp == ICMP_REQUEST || p->quoted.icmp == ICMP_REPLY;
}

/* Returns by how much the sum of the error has changed, or -1. */
static __always_inline __s64 rewrite_quoted(const struct packet *p, void *context, enum hook hook,
					    const struct translation *to)
{
	__u32 addresses = changes_addresses(p, to) ? address_difference(p, to) : 0;
	bool changes = quotes_ports(p) && ports_of_packet(p) != ports_after(p, to);
	__u64 ports = changes ? difference32(ports_of_packet(p), ports_after(p, to)) : 0;
	__s64 checksum = rewrite_quoted_checksum(p, context, hook, ports + (has_pseudo_header(p) ? addresses : 0));
	if (checksum < 0 || (ports && !rewrite_quoted_ports(p, context, hook, to)))
		return -1;
	__s64 header = 0;
	if (addresses)
		header = p->family == AF_INET6 ? rewrite_quoted_ipv6(p, context, hook, to, addresses)
					       : rewrite_quoted_ipv4(p, context, hook, to, addresses);
	return header < 0 ? -1 : (__s64)ports + checksum + header;
}

static __always_inline bool fix_error_checksum(const struct packet *p, void *context, enum hook hook, __u64 difference)
{
	__u32 offset = p->l4_offset + offsetof(struct echo, checksum);
	__u16 checksum;
	if (difference == 0)
		return true;
	if (hook == HOOK_TC)
		return bpf_l4_csum_replace(context, offset, 0, fold(difference), 0) == 0;
	if (load(context, hook, offset, &checksum, sizeof(checksum)) != 0)
		return false;
	checksum = adjust_checksum(checksum, difference);
	return store(context, hook, offset, &checksum, sizeof(checksum)) == 0;
}

/*
 * From here on the packet is the error itself rather than one of its session. On the side where the session's peer keeps
 * its address a router shows itself, so that a trace sees it; on the other it is behind the address that stands for all.
 */
static __always_inline bool turn_to_error(struct packet *p, void *context, enum hook hook, struct translation *to)
{
	struct ip_address router;
	__be32 source;
	bool keeps_source = same_address(&p->key.source, &to->source);
	if (p->family == AF_INET6) {
		__u32 offset = IP_OFFSET + offsetof(struct ipv6hdr, saddr);
		if (load(context, hook, offset, &router, sizeof(router)) != 0)
			return false;
	} else {
		if (load(context, hook, IP_OFFSET + offsetof(struct iphdr, saddr), &source, sizeof(source)) != 0)
			return false;
		map_ipv4(&router, source);
	}
	p->key.source = router;
	p->key.source_port = to->source_port = 0;
	p->key.destination_port = to->destination_port = 0;
	p->key.protocol = p->family == AF_INET6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	if (keeps_source)
		to->source = router;
	return true;
}

static __always_inline bool rewrite_error(struct packet *p, void *context, enum hook hook, struct translation *to,
					  __u8 ttl_less)
{
	__s64 difference = rewrite_quoted(p, context, hook, to);
	return difference >= 0 && fix_error_checksum(p, context, hook, difference) &&
	       turn_to_error(p, context, hook, to) && translate(p, context, hook, to, ttl_less);
}

/* Functions of their own, for the same reason as those that parse. */
__attribute__((noinline)) int rewrite_error_tc(struct __sk_buff *skb, struct packet *p, struct translation *to,
					       __u8 ttl_less)
{
	if (!p || !to)
		return 0;
	return rewrite_error(p, skb, HOOK_TC, to, ttl_less);
}

__attribute__((noinline)) int rewrite_error_xdp(struct xdp_md *frame, struct packet *p, struct translation *to,
						__u8 ttl_less)
{
	if (!p || !to)
		return 0;
	return rewrite_error(p, frame, HOOK_XDP, to, ttl_less);
}

static __always_inline bool translate_error(struct packet *p, enum hook hook, struct translation *to, __u8 ttl_less)
{
	void *context = p->context;
	/* What a function is handed must be no pointer. */
	p->context = NULL;
	int done = hook == HOOK_XDP ? rewrite_error_xdp(context, p, to, ttl_less)
				    : rewrite_error_tc(context, p, to, ttl_less);
	p->context = context;
	return done;
}

#endif
