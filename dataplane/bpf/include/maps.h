/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Maps that every role has. Sizes are defaults; the control process sets them before loading. */
#ifndef TURNPIKE_MAPS_H
#define TURNPIKE_MAPS_H

#include "flow_abi.h"
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#define DEFAULT_SESSIONS 65536

/* The session table. Mapped into the control process, which reads counters without a system call. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, DEFAULT_SESSIONS);
	__type(key, __u32);
	__type(value, struct session);
} sessions SEC(".maps");

/* Ring of free slots, as many as sessions, a power of two. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, DEFAULT_SESSIONS);
	__type(key, __u32);
	__type(value, __u32);
} free_slots SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct allocator);
} allocator SEC(".maps");

/* Both keys of each session; see index.h. Half as many buckets as there are slots, but one at least. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, DEFAULT_SESSIONS / 2);
	__type(key, __u32);
	__type(value, struct index_bucket);
} session_index SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct interface);
} interfaces SEC(".maps");

/* Two an interface: index 2 * cell + direction. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, struct cell);
} interface_cells SEC(".maps");

/* Per resource, binding, direction and drop reason; counted apart from sessions, never evicted. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct cell_key);
	__type(value, struct cell);
} resource_cells SEC(".maps");

/* The baseline of drop and session-less cells: what the control process has spooled. Only it writes here. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct cell_key);
	__type(value, struct counter);
} reported_cells SEC(".maps");

/*
 * What the control process has spooled of totals, for the audit: 0 of all records, 1 of all cells of what is in records,
 * and from FIRST_INTERFACE_BASELINE on of the interfaces, by fate: 8 * index of the interface's cell + fate. Only it
 * writes here.
 */
#define FIRST_INTERFACE_BASELINE 8

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, FIRST_INTERFACE_BASELINE + 8 * 8192);
	__type(key, __u32);
	__type(value, struct counter);
} audit_baselines SEC(".maps");

/*
 * Responder's keys of ended sessions whose port we had chosen, and until when no new session may have them, so that
 * neither late packets nor a peer's TIME_WAIT meet it. Nanoseconds of the monotonic clock. Only the control process
 * writes here; takes memory only for what rests.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 2 * DEFAULT_SESSIONS);
	__type(key, struct flow_key);
	__type(value, __u64);
} resting_ports SEC(".maps");

#endif
