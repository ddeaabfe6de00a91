-- Which batches of a process are missing below its highest one: how many, and their numbers, such as 12-15,20.
ALTER TABLE progress ${on_cluster} ADD COLUMN IF NOT EXISTS missing_batches UInt64 AFTER updated_at;
ALTER TABLE progress ${on_cluster} ADD COLUMN IF NOT EXISTS holes String AFTER missing_batches;
