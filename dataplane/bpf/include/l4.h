/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* TCP, UDP and ICMP echo: what tells their sessions apart, and where it lies in the packet. */
#ifndef TURNPIKE_L4_H
#define TURNPIKE_L4_H

#include "view.h"
#include <linux/tcp.h>
#include <linux/udp.h>

/* RFC 792 and RFC 4443: alike in both families but for the types. */
struct echo {
	__u8 type;
	__u8 code;
	__u16 checksum;
	__be16 identifier;
	__be16 sequence;
};

#define ICMPV4_ECHO_REQUEST 8
#define ICMPV4_ECHO_REPLY 0
#define ICMPV6_ECHO_REQUEST 128
#define ICMPV6_ECHO_REPLY 129
/* RFC 792: the messages that quote the packet they are about. */
#define ICMPV4_UNREACHABLE 3
#define ICMPV4_TIME_EXCEEDED 11
#define ICMPV4_PARAMETER_PROBLEM 12
/* RFC 4443: destination unreachable, packet too big, time exceeded, parameter problem. */
#define ICMPV6_ERROR_FIRST 1
#define ICMPV6_ERROR_LAST 4
/* RFC 4861: from router solicitation to redirect. */
#define NEIGHBOUR_FIRST 133
#define NEIGHBOUR_LAST 137

static __always_inline bool is_icmp(const struct packet *p)
{
	return p->key.protocol == (p->family == AF_INET6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
}

static __always_inline bool is_echo(const struct packet *p)
{
	return p->icmp == ICMP_REQUEST || p->icmp == ICMP_REPLY;
}

static __always_inline bool is_icmp_error(__u8 family, __u8 type)
{
	return family == AF_INET6 ? type >= ICMPV6_ERROR_FIRST && type <= ICMPV6_ERROR_LAST
				  : type == ICMPV4_UNREACHABLE || type == ICMPV4_TIME_EXCEEDED ||
					type == ICMPV4_PARAMETER_PROBLEM;
}

static __always_inline enum icmp_kind icmp_kind_of(__u8 family, __u8 type)
{
	if (type == (family == AF_INET6 ? ICMPV6_ECHO_REQUEST : ICMPV4_ECHO_REQUEST))
		return ICMP_REQUEST;
	if (type == (family == AF_INET6 ? ICMPV6_ECHO_REPLY : ICMPV4_ECHO_REPLY))
		return ICMP_REPLY;
	if (is_icmp_error(family, type))
		return ICMP_ERROR;
	return family == AF_INET6 && type >= NEIGHBOUR_FIRST && type <= NEIGHBOUR_LAST ? ICMP_NEIGHBOUR : ICMP_NONE;
}

/* A message too short to be an echo is none. */
static __always_inline void parse_icmp(struct packet *p, void *context, enum hook hook)
{
	struct echo *echo = l4_header(context, hook, p->l4_offset, sizeof(*echo));
	if (!echo)
		return;
	p->icmp = icmp_kind_of(p->family, echo->type);
	if (p->icmp == ICMP_REQUEST)
		p->key.source_port = echo->identifier;
	if (p->icmp == ICMP_REPLY)
		p->key.destination_port = echo->identifier;
}

/* Octets of the transport's header that every segment repeats; 0 if it is malformed. */
static __always_inline __u32 parse_tcp(struct packet *p, void *context, enum hook hook)
{
	struct tcphdr *tcp = l4_header(context, hook, p->l4_offset, sizeof(*tcp));
	if (!tcp || tcp->doff * 4 < sizeof(*tcp))
		return 0;
	p->key.source_port = tcp->source;
	p->key.destination_port = tcp->dest;
	p->tcp_flags = ((__u8 *)tcp)[13];
	return tcp->doff * 4;
}

static __always_inline __u32 parse_udp(struct packet *p, void *context, enum hook hook)
{
	struct udphdr *udp = l4_header(context, hook, p->l4_offset, sizeof(*udp));
	if (!udp)
		return 0;
	p->key.source_port = udp->source;
	p->key.destination_port = udp->dest;
	return sizeof(*udp);
}

/* The last step of parsing: everything after the IP header, which takes `headers` of the `total` octets. */
static __always_inline enum parse_result parse_l4(struct packet *p, void *context, enum hook hook, __u32 total, __u32 headers)
{
	if (p->fragment) {
		/* Only the first fragment has ports; all are one flow, so none is looked at. */
		count_segments(p, context, HOOK_XDP, total, 0);
		return PARSED;
	}
	__u32 l4_headers = 0;
	if (p->key.protocol == IPPROTO_TCP) {
		l4_headers = parse_tcp(p, context, hook);
		if (!l4_headers)
			return MALFORMED;
	} else if (p->key.protocol == IPPROTO_UDP) {
		l4_headers = parse_udp(p, context, hook);
		if (!l4_headers)
			return MALFORMED;
	} else if (is_icmp(p) && total >= headers + sizeof(struct echo)) {
		parse_icmp(p, context, hook);
	}
	if (total < headers + l4_headers)
		return MALFORMED;
	count_segments(p, context, hook, total, headers + l4_headers);
	return PARSED;
}

static __always_inline bool has_ports(const struct packet *p)
{
	return !p->fragment && (p->key.protocol == IPPROTO_TCP || p->key.protocol == IPPROTO_UDP);
}

/* Where the transport's checksum is, from its header on; 0 if a translation changes none. */
static __always_inline __u32 checksum_offset(const struct packet *p)
{
	/* A first fragment carries the checksum of the whole datagram, pseudo header included. */
	if (!p->first_fragment)
		return 0;
	__u32 within = 0;
	if (p->key.protocol == IPPROTO_TCP)
		within = offsetof(struct tcphdr, check);
	else if (p->key.protocol == IPPROTO_UDP)
		within = offsetof(struct udphdr, check);
	else if (p->family == AF_INET6 ? p->key.protocol == IPPROTO_ICMPV6 : is_echo(p))
		within = offsetof(struct echo, checksum);
	/* A fragment may end before it. */
	return p->l4_offset + within + sizeof(__u16) <= IP_OFFSET + p->octets ? within : 0;
}

/* Of the protocols with a checksum only ICMP does without the addresses in it. */
static __always_inline bool has_pseudo_header(const struct packet *p)
{
	return p->key.protocol != IPPROTO_ICMP;
}

#endif
