/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* IPv6: extension headers, fragments, and what never leaves a link. */
#ifndef TURNPIKE_IPV6_H
#define TURNPIKE_IPV6_H

#include "l4.h"
#include <linux/ipv6.h>

/* More than these nobody sends in earnest: RFC 8200 lists six, RFC 9098 says what becomes of them on the Internet. */
#define EXTENSION_HEADERS 6
#define EXTENSION_HOP_BY_HOP 0
#define EXTENSION_ROUTING 43
#define EXTENSION_FRAGMENT 44
#define EXTENSION_AUTHENTICATION 51
#define EXTENSION_DESTINATION 60
#define EXTENSION_MOBILITY 135

#define FRAGMENT_OFFSET_BITS bpf_htons(0xfff8)
#define FRAGMENT_MORE_BIT bpf_htons(0x0001)

/* The fragment header; the others begin alike, and are no shorter. */
struct extension {
	__u8 next;
	__u8 length;
	__be16 offset_and_more;
	__be32 identification;
};

static __always_inline bool is_extension(__u8 header)
{
	return header == EXTENSION_HOP_BY_HOP || header == EXTENSION_ROUTING || header == EXTENSION_FRAGMENT ||
	       header == EXTENSION_AUTHENTICATION || header == EXTENSION_DESTINATION || header == EXTENSION_MOBILITY;
}

static __always_inline __u32 extension_octets(__u8 header, const struct extension *extension)
{
	if (header == EXTENSION_FRAGMENT)
		return sizeof(*extension);
	return header == EXTENSION_AUTHENTICATION ? (extension->length + 2) * 4 : (extension->length + 1) * 8;
}

/* Finds the transport behind the extension headers, which begin at its offset; false if there is no end of them. */
static __always_inline bool skip_extensions(struct transport *transport, void *context, enum hook hook, __u8 header)
{
	struct extension extension;
	transport->fragment = false;
	transport->first_fragment = true;
	for (int i = 0; i <= EXTENSION_HEADERS && transport->offset < L4_OFFSET_LIMIT; i++) {
		transport->protocol = header;
		if (!is_extension(header))
			return true;
		if (load(context, hook, transport->offset, &extension, sizeof(extension)) != 0)
			return false;
		transport->offset += extension_octets(header, &extension);
		/* A fragment header on a whole packet (RFC 6946) is one like the others. */
		if (header == EXTENSION_FRAGMENT &&
		    (extension.offset_and_more & (FRAGMENT_OFFSET_BITS | FRAGMENT_MORE_BIT))) {
			transport->fragment = true;
			transport->first_fragment = !(extension.offset_and_more & FRAGMENT_OFFSET_BITS);
			transport->protocol = extension.next;
			return true;
		}
		header = extension.next;
	}
	return false;
}

static __always_inline enum parse_result parse_ipv6(struct packet *p, void *context, enum hook hook)
{
	struct ipv6hdr *ip = frame_start(context, hook) + IP_OFFSET;
	if ((void *)(ip + 1) > frame_end(context, hook))
		return MALFORMED;
	if (ip->version != 6)
		return MALFORMED;
	__u32 total = sizeof(*ip) + bpf_ntohs(ip->payload_len);
	if (total > octets_behind_ethernet(context, hook))
		return MALFORMED;
	p->family = AF_INET6;
	__builtin_memcpy(&p->key.source, &ip->saddr, sizeof(p->key.source));
	__builtin_memcpy(&p->key.destination, &ip->daddr, sizeof(p->key.destination));
	if (is_mapped_ipv4(&p->key.source) || is_mapped_ipv4(&p->key.destination))
		return MALFORMED;
	p->ttl = ip->hop_limit;
	__u8 next = ip->nexthdr;
	if (hook == HOOK_TC && is_extension(next))
		pull_headers(context, L4_OFFSET_LIMIT);
	struct transport transport = {.offset = IP_OFFSET + sizeof(*ip)};
	if (!skip_extensions(&transport, context, hook, next))
		return MALFORMED;
	p->l4_offset = transport.offset;
	p->key.protocol = transport.protocol;
	p->fragment = transport.fragment;
	p->first_fragment = transport.first_fragment;
	__u32 headers = p->l4_offset - IP_OFFSET;
	return total < headers ? MALFORMED : parse_l4(p, context, hook, total, headers);
}

static __always_inline bool is_link_local(const struct ip_address *address)
{
	return (address->word[0] & bpf_htonl(0xffc00000)) == bpf_htonl(0xfe800000);
}

static __always_inline bool is_ipv6_multicast(const struct ip_address *address)
{
	return (address->word[0] & bpf_htonl(0xff000000)) == bpf_htonl(0xff000000);
}

/* Interface-local (ff01) or link-local (ff02) scope. */
static __always_inline bool is_link_multicast(const struct ip_address *address)
{
	__be32 scope = address->word[0] & bpf_htonl(0xff0f0000);
	return scope == bpf_htonl(0xff010000) || scope == bpf_htonl(0xff020000);
}

/*
 * What keeps the link itself going: neighbour discovery, whose hop limit of 255 proves that no router has passed it on
 * (RFC 4861, 7.1), and whatever has an address of the link. No router forwards these, so they are no leg of anybody's.
 */
static __always_inline bool belongs_to_link(const struct packet *p)
{
	if (p->family != AF_INET6)
		return false;
	return (p->icmp == ICMP_NEIGHBOUR && p->ttl == 255) || is_link_multicast(&p->key.destination) ||
	       is_link_local(&p->key.destination) || is_link_local(&p->key.source) || is_unspecified(&p->key.source);
}

#endif
