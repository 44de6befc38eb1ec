// What every hook stands on: the call, the session and the live connection of this tab.
import { createContext, useContext } from 'react'
import type { CacheKeeper } from '../live/cache.ts'
import type { LiveClient } from '../live/client.ts'
import type { ReferenceLoader } from '../references/loader.ts'
import type { WebCall } from './client.ts'
import type { Offline } from '../offline/offline.ts'
import type { Session } from './session.ts'

export type WebPlatform = {
  call: WebCall
  session: Session
  live: LiveClient
  cacheKeeper: CacheKeeper
  references: ReferenceLoader
  offline: Offline
}

const Platform = createContext<WebPlatform | null>(null)
export const PlatformProvider = Platform.Provider

export function usePlatform(): WebPlatform {
  const platform = useContext(Platform)
  if (!platform) throw new Error('a component stands outside of the platform')
  return platform
}

/** The typed call itself, for what no hook covers. */
export const useCall = () => usePlatform().call
