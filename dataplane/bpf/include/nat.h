/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* NAT gateway: private sources share a pool of EIPs (SNAT), and ports of an EIP lead to private servers (DNAT). */
#ifndef TURNPIKE_NAT_H
#define TURNPIKE_NAT_H

#include "ports.h"

/* By prefix of the private source. */
struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4096);
	__type(key, struct prefix_key);
	__type(value, struct snat_pool);
} snat_pools SEC(".maps");

/* By EIP, protocol and port; protocol 0 and port 0: all of them. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct listener_key);
	__type(value, struct dnat_target);
} dnat_targets SEC(".maps");

/* Whom a drop is told to. */
static __always_inline void tell(struct drop_owner *owner, const struct address_binding *binding)
{
	owner->resource = binding->resource;
	owner->binding = binding->binding;
	owner->vpc = binding->vpc;
}

static __always_inline void stamp(struct session *s, const struct address_binding *binding, __u8 entry)
{
	s->resource = binding->resource;
	s->binding = binding->binding;
	s->vpc = binding->vpc;
	s->entry = entry;
}

static __always_inline struct session *begin_border_session(const struct packet *p,
							    const struct address_binding *binding, enum side side,
							    __u32 *slot, enum drop_reason *reason)
{
	*reason = DROP_TABLE_FULL;
	struct session *s = take_slot(slot);
	if (!s)
		return NULL;
	begin_session(s, p);
	stamp(s, binding, binding->entry);
	s->observation = OBSERVED_BORDER;
	s->initiator_side = side;
	return s;
}

static __always_inline struct snat_pool *snat_pool_of(const struct ip_address *source)
{
	struct prefix_key key = {.prefix_length = 128, .address = *source};
	struct snat_pool *pool = bpf_map_lookup_elem(&snat_pools, &key);
	return pool && pool->address_count > 0 ? pool : NULL;
}

/* What a private source may open through shared addresses: that of which the answer can be told by a port. */
static __always_inline enum drop_reason may_open_snat(const struct packet *p)
{
	if (p->fragment)
		return DROP_FRAGMENT;
	if (p->icmp == ICMP_REPLY || !opens_connection(p))
		return DROP_NO_SESSION;
	return has_ports(p) || p->icmp == ICMP_REQUEST ? DROP_NONE : DROP_PROTOCOL;
}

#define TRIES_PER_ADDRESS 4

/*
 * The addresses of the pool in turn, from the source's own on: a source keeps to one address as long as it has ports
 * (RFC 4787, REQ-2), since some servers know their clients by it.
 */
static __always_inline struct address_binding *pool_address(struct snat_pool *pool, const struct ip_address *source,
							    __u32 turn)
{
	__u32 index = (bpf_ntohl(source->word[3]) + turn) % pool->address_count;
	/* The compiler must not drop what tells the verifier that this is within the array. */
	asm volatile("" : "+r"(index));
	return &pool->addresses[index & (SNAT_POOL_ADDRESSES - 1)];
}

static __always_inline enum drop_reason bind_snat_port(struct session *s, __u32 slot, struct snat_pool *pool)
{
	__u32 start = bpf_get_prandom_u32();
	for (int i = 0; i < PORT_TRIES; i++) {
		struct address_binding *eip = pool_address(pool, &s->key.source, i / TRIES_PER_ADDRESS);
		stamp(s, eip, ENTRY_SNAT);
		s->forward.source = eip->peer;
		if (bind_port(s, slot, next_choice(start, i), pool->first_port, pool->last_port))
			return DROP_NONE;
	}
	return DROP_PORTS_EXHAUSTED;
}

/* Opens a session from behind the pool; a refusal is told to the EIP that the source would have had. */
static __always_inline struct session *open_snat_session(const struct packet *p, struct snat_pool *pool,
							 struct drop_owner *owner, enum drop_reason *reason)
{
	__u32 slot;
	struct address_binding *eip = pool_address(pool, &p->key.source, 0);
	tell(owner, eip);
	*reason = may_open_snat(p);
	if (*reason != DROP_NONE)
		return NULL;
	struct session *s = begin_border_session(p, eip, SIDE_PRIVATE, &slot, reason);
	if (!s)
		return NULL;
	leave_untranslated(s);
	*reason = publish_bound_session(s, slot, bind_snat_port(s, slot, pool));
	return *reason == DROP_NONE ? s : NULL;
}

static __always_inline struct dnat_target *dnat_target_of(const struct packet *p)
{
	struct listener_key key = {
	    .address = p->key.destination, .port = p->key.destination_port, .protocol = p->key.protocol};
	struct dnat_target *target = has_ports(p) ? bpf_map_lookup_elem(&dnat_targets, &key) : NULL;
	if (target)
		return target;
	key.port = 0;
	key.protocol = 0;
	return bpf_map_lookup_elem(&dnat_targets, &key);
}

/* Opens a session from the Internet through an EIP of a NAT gateway. */
static __always_inline struct session *open_dnat_session(const struct packet *p, const struct address_binding *eip,
							 enum drop_reason *reason)
{
	__u32 slot;
	struct dnat_target *target = dnat_target_of(p);
	*reason = p->fragment ? DROP_FRAGMENT : DROP_NO_LISTENER;
	if (!target)
		return NULL;
	*reason = DROP_NO_SESSION;
	if (p->icmp == ICMP_REPLY || !opens_connection(p))
		return NULL;
	struct session *s = begin_border_session(p, eip, SIDE_PUBLIC, &slot, reason);
	if (!s)
		return NULL;
	leave_untranslated(s);
	s->forward.destination = target->address;
	if (target->port)
		s->forward.destination_port = target->port;
	*reason = publish_session(s, slot);
	return *reason == DROP_NONE ? s : NULL;
}

#endif
