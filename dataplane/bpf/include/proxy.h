/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Proxy host: counts the connections of the L7 proxy at the host's interfaces and passes every packet on untouched.
 *
 * What is no connection of a customer's (key servers, Kafka, neighbour discovery, a VIP or ECS that the registry does
 * not name yet) is a session of nobody, marked as infrastructure: so every octet of the interface is in a session, and
 * none waits for a resource to be attributed to. Its cell is that of the resource 0.
 */
#ifndef TURNPIKE_PROXY_H
#define TURNPIKE_PROXY_H

/* A proxy limits nothing, the director in front of it does; it has the maps since every node acknowledges limits. */
#include "limit.h"
#include "session.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 131072);
	__type(key, struct ip_address);
	__type(value, struct proxied_address);
} proxied_addresses SEC(".maps");

static __always_inline struct proxied_address *proxied(const struct ip_address *address, enum proxied_leg leg)
{
	struct proxied_address *found = bpf_map_lookup_elem(&proxied_addresses, address);
	return found && found->leg == leg ? found : NULL;
}

/* Whose the packet is: the VIP at our end first, since a client may be an ECS; then the ECS at the other end. */
static __always_inline struct proxied_address *proxied_address_of(const struct packet *p, bool ingress)
{
	const struct ip_address *own = ingress ? &p->key.destination : &p->key.source;
	const struct ip_address *peer = ingress ? &p->key.source : &p->key.destination;
	struct proxied_address *vip = proxied(own, LEG_CLIENT);
	return vip ? vip : proxied(peer, LEG_BACKEND);
}

/*
 * OUT is towards the client on both legs: it leaves by the public face of the load balancer, or by that of the ECS.
 * Whoever sent the first packet that was seen is the initiator, so his side follows from that packet's direction.
 */
static __always_inline enum direction proxied_direction(bool ingress, bool backend_leg)
{
	return ingress == backend_leg ? DIRECTION_OUT : DIRECTION_IN;
}

static __always_inline void stamp_proxied(struct session *s, const struct packet *p, bool ingress)
{
	struct proxied_address *address = proxied_address_of(p, ingress);
	bool backend_leg = address && address->leg == LEG_BACKEND;
	s->observation = OBSERVED_L7;
	s->resource = address ? address->resource : 0;
	s->binding = address ? address->binding : 0;
	s->vpc = address ? address->vpc : 0;
	s->entry = address ? ENTRY_SLB : ENTRY_PRIVATE;
	s->mark = address ? MARK_NONE : MARK_INFRASTRUCTURE;
	s->initiator_side = proxied_direction(ingress, backend_leg) == DIRECTION_OUT ? SIDE_PRIVATE : SIDE_PUBLIC;
}

static __always_inline struct session *open_proxied_session(const struct packet *p, bool ingress, __u32 *responder)
{
	__u32 slot;
	struct session *s = take_slot(&slot);
	if (!s)
		return NULL;
	begin_session(s, p);
	s->forward.source = p->key.source;
	s->forward.destination = p->key.destination;
	s->forward.source_port = p->key.source_port;
	s->forward.destination_port = p->key.destination_port;
	stamp_proxied(s, p, ingress);
	enum drop_reason reason = publish_session(s, slot);
	return reason == DROP_NONE ? s : find_twin(p, reason, responder);
}

/* The session says who was the initiator; the way of this packet follows from which end it comes from. */
static __always_inline enum direction session_direction(const struct session *s, __u32 responder)
{
	return (s->initiator_side == SIDE_PRIVATE) == !responder ? DIRECTION_OUT : DIRECTION_IN;
}

static __always_inline int meter_proxied(struct __sk_buff *skb, bool ingress)
{
	struct packet p;
	enum parse_result parsed = parse(&p, skb, HOOK_TC);
	if (parsed == NOT_OURS)
		return TC_ACT_OK;
	if (ingress)
		p.arrival = count_interface(p.ifindex, DIRECTION_IN, &p);
	else
		p.departure = count_interface(p.ifindex, DIRECTION_OUT, &p);
	if (parsed != PARSED) {
		count_unrecorded(SESSIONLESS_UNMETERED, &p);
		return TC_ACT_OK;
	}
	__u32 responder = 0;
	struct session *s = find_session(&p.key, &responder);
	if (!s)
		s = open_proxied_session(&p, ingress, &responder);
	/* A full table costs the record, never the packet. */
	if (!s) {
		count_unrecorded(SESSIONLESS_UNMETERED, &p);
		return TC_ACT_OK;
	}
	touch_session(s, responder, &p, seen_ns());
	count_resource(s, session_direction(s, responder), &p);
	return TC_ACT_OK;
}

#endif
