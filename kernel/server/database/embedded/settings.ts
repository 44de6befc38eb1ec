import { totalmem } from 'node:os'

const MB = 1024 * 1024

/**
 * Settings given on the command line at every start, so that they are always those of the running release.
 * They suit a machine with two cores and 2 GB or more that runs everything: PostgreSQL keeps an eighth of the `memory` (bytes) for
 * its own cache. Durability is never traded for speed, except `forTests`, where a lost database is of no concern.
 */
export function serverSettings(sockets: string, forTests: boolean, memory = memoryHere()): Record<string, string> {
  const megabytes = (share: number, least: number, most: number) =>
    `${Math.round(Math.min(most, Math.max(least, (memory * share) / MB)))}MB`
  return {
    // Reached through the socket only: no port to collide on, nothing open to the network.
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    port: '5432',
    // Several processes with a pool each.
    max_connections: '200',
    shared_buffers: forTests ? '128MB' : megabytes(1 / 8, 128, 2_048),
    effective_cache_size: megabytes(1 / 2, 512, 16_384),
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    // Compiling a query costs more than the short queries of a desk take.
    jit: 'off',
    // Data sits on an SSD nearly everywhere: a random read is not four times dearer than the next one.
    random_page_cost: '1.1',
    fsync: forTests ? 'off' : 'on',
    full_page_writes: forTests ? 'off' : 'on',
    // On in tests as well: a commit outlives a killed process, only not a machine that loses power.
    synchronous_commit: 'on',
    wal_level: 'replica',
    min_wal_size: '128MB',
    max_wal_size: forTests ? '4GB' : '1GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
  }
}

/** `-c name=value` for each setting. */
export function asArguments(settings: Record<string, string>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Of the container, where one sets less than the machine has. */
function memoryHere(): number {
  const allowed = process.constrainedMemory()
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
}
