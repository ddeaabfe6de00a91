/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * ICMP errors quote the packet that they are about, as its sender wrote it. Whoever sent that packet gets the error, so
 * an error belongs to the session of the quoted packet, and goes the other way. It gets the key of a packet of that
 * session which goes its own way: the look-up finds the session without knowing of errors.
 */
#ifndef TURNPIKE_QUOTE_H
#define TURNPIKE_QUOTE_H

#include "ipv4.h"
#include "ipv6.h"

/* What every error quotes of the transport (RFC 792), and where an echo has its identifier. */
struct quoted_l4 {
	__be16 source_port;
	__be16 destination_port;
	__be16 identifier;
	__be16 sequence;
};

/* Of the quoted packet: whose it was, to whom it went, and its transport; false if it is none or another's. */
static __always_inline bool read_quoted_ipv4(struct packet *p, void *context, enum hook hook)
{
	struct iphdr ip;
	if (load(context, hook, p->quoted_offset, &ip, sizeof(ip)) != 0)
		return false;
	if (ip.version != 4 || ip.ihl < 5 || ip.saddr != p->key.destination.word[3])
		return false;
	map_ipv4(&p->key.source, ip.daddr);
	p->quoted.protocol = ip.protocol;
	p->quoted.fragment = ip.frag_off & IP_FRAGMENT_BITS;
	p->quoted.first_fragment = !(ip.frag_off & IP_OFFSET_BITS);
	p->quoted.offset = p->quoted_offset + ip.ihl * 4;
	return true;
}

static __always_inline bool read_quoted_ipv6(struct packet *p, void *context, enum hook hook)
{
	struct ipv6hdr ip;
	if (load(context, hook, p->quoted_offset, &ip, sizeof(ip)) != 0)
		return false;
	if (ip.version != 6 || !same_address((struct ip_address *)&ip.saddr, &p->key.destination))
		return false;
	__builtin_memcpy(&p->key.source, &ip.daddr, sizeof(p->key.source));
	p->quoted.offset = p->quoted_offset + sizeof(ip);
	if (is_mapped_ipv4(&p->key.source))
		return false;
	return skip_extensions(&p->quoted, context, hook, ip.nexthdr);
}

/* The ports of the quoted packet, turned round. */
static __always_inline void take_quoted_ports(struct packet *p, const struct quoted_l4 *l4)
{
	if (p->quoted.fragment)
		return;
	if (has_ports(p)) {
		p->key.source_port = l4->destination_port;
		p->key.destination_port = l4->source_port;
	} else if (is_icmp(p)) {
		p->quoted.icmp = icmp_kind_of(p->family, *(const __u8 *)l4);
		if (p->quoted.icmp == ICMP_REQUEST)
			p->key.destination_port = l4->identifier;
		if (p->quoted.icmp == ICMP_REPLY)
			p->key.source_port = l4->identifier;
	}
}

/* Of an ICMP error; one that quotes too little, or goes to another than sent the quoted packet, is malformed. */
static __always_inline enum parse_result parse_quoted(struct packet *p, void *context, enum hook hook)
{
	struct quoted_l4 l4;
	p->quoted_offset = p->l4_offset + sizeof(struct echo);
	if (!(p->family == AF_INET6 ? read_quoted_ipv6(p, context, hook) : read_quoted_ipv4(p, context, hook)))
		return MALFORMED;
	if (p->quoted.offset + sizeof(l4) > IP_OFFSET + p->octets ||
	    load(context, hook, p->quoted.offset, &l4, sizeof(l4)) != 0)
		return MALFORMED;
	p->key.protocol = p->quoted.protocol;
	take_quoted_ports(p, &l4);
	return PARSED;
}

#endif
