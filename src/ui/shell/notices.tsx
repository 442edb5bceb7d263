import { Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { session } from '../../state/app';
import { adviceHere } from '../../state/browser-advice';
import { dismiss } from '../../state/notices';
import type { Notice } from '../../state/store';
import { IconButton } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import { Offers } from '../runs/offers';
import styles from './notices.module.css';

/** Messages to the person, newest last, until each is dismissed; of several each says which it is. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  return (
    <>
      {notices.map((notice, n) => (
        <NoticeBar key={notice.id} notice={notice} place={notices.length > 1 ? `${n + 1} / ${notices.length}` : ''} />
      ))}
    </>
  );
}

function NoticeBar({ notice, place }: { notice: Notice; place: string }) {
  const { t, message } = useTexts();
  const bar = useRef<HTMLDivElement>(null);
  // Where there is no room for all, the newest is in sight.
  useEffect(() => {
    const { offsetTop = 0, offsetParent } = bar.current ?? {};
    if (offsetParent instanceof HTMLElement && offsetParent.dataset['bars'] === 'beside') offsetParent.scrollTop = offsetTop;
  }, []);
  const urgent = notice.tone === 'urgent';
  const Icon = urgent ? TriangleAlert : Info;
  const [first] = notice.messages;
  const details = notice.messages.flatMap(({ detail }) => (detail ? [detail] : []));
  return (
    <div
      ref={bar}
      className={styles.notice}
      data-testid="notice"
      data-tone={notice.tone}
      role={urgent ? 'alert' : 'status'}
      title={details.join('\n') || undefined}
    >
      <Icon size={16} aria-hidden />
      <p>
        {notice.messages.map(message).join(' ')}
        {notice.offer === 'webgpu' && ` ${t('badge.noWebgpu')} ${t(adviceHere())}`}
      </p>
      {first && <Offers notice={notice} reason={first} />}
      {place && <span className={styles.place}>{place}</span>}
      <IconButton
        icon={X}
        size="small"
        label={t('action.dismiss')}
        onClick={() => dismiss(session.store, notice.id)}
      />
    </div>
  );
}
