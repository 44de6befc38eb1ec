// One's picture: chosen, cut square and small in the browser, checked and drawn anew on the server.
import { Button, FileButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Problem } from '#kernel/contract/index.ts'
import { Face, ProblemAlert, StandingMark, toast, useCall, useMe, useT, useUpload } from '#kernel/web/index.tsx'
import { files } from '#modules/platform/files/contract.ts'
import { auth, profile } from '../../contract.ts'
import { squared } from './squared.ts'
import classes from '../profile.module.css'

const KINDS = 'image/png,image/jpeg,image/webp,image/gif'
const LOOK_EVERY_MS = 400
const MOST_LOOKS = 50

const moment = () => new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))

export function Picture() {
  const t = useT()
  const call = useCall()
  const upload = useUpload()
  const { user } = useMe()
  const cache = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  async function working(work: () => Promise<unknown>): Promise<void> {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      await cache.invalidateQueries({ queryKey: ['reference', 'user', user.id] })
      await cache.invalidateQueries({ queryKey: [auth.me.name] })
      toast(t('profile.saved'))
    } catch (error) {
      setProblem(error as Problem)
    } finally {
      setBusy(false)
    }
  }

  const take = (chosen: File) =>
    working(async () => {
      const { name, bytes } = await squared(chosen)
      const { id } = await upload(files.upload, { name, purpose: 'avatar', body: bytes })
      for (let look = 0; look < MOST_LOOKS; look += 1) {
        const { scan, preview } = await call(files.get, { id })
        if (scan !== 'waiting' && preview !== 'waiting') break
        await moment()
      }
      await call(profile.setPicture, { file: id })
    })

  return (
    <>
      <div className={classes['picture']}>
        <Face id={user.id} name={user.name} size={80} decorative />
        <div>
          <p className={classes['named']}>
            <strong>
              <bdi>{user.name}</bdi>
            </strong>
            <StandingMark id={user.id} />
          </p>
          <div className={classes['buttons']}>
            <FileButton accept={KINDS} onChange={(file) => file && void take(file)}>
              {(props) => (
                <Button {...props} variant="default" loading={isBusy}>
                  {t(user['avatar'] ? 'picture.change' : 'picture.choose')}
                </Button>
              )}
            </FileButton>
            {user['avatar'] !== null && user['avatar'] !== undefined && (
              <Button
                variant="subtle"
                color="gray"
                disabled={isBusy}
                onClick={() => void working(() => call(profile.removePicture, {}))}
              >
                {t('picture.remove')}
              </Button>
            )}
          </div>
        </div>
      </div>
      <p className="wn-quiet">{t('picture.text')}</p>
      <ProblemAlert problem={problem} />
    </>
  )
}
