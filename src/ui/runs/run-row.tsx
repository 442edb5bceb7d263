import { Download, Eye, Film, Play, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Images } from '../../core/images';
import { lastSaved } from '../../core/kept-run';
import type { KeptRun } from '../../core/kept-run';
import { runs, session } from '../../state/app';
import { Button, IconButton } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import { saveAs } from '../share/save-as';
import { differences } from './differences';
import { runName } from './run-name';
import styles from './runs-panel.module.css';
import { Still } from './still';
import { timeAgo } from './time-ago';
import { useNow } from './use-now';

/** The side of each picture beside a run's name, in CSS pixels: whole multiples of the usual image sizes. */
const THUMB = 64;

interface RunRowProps {
  run: KeptRun;
  chosen: boolean;
  onChoose: () => void;
  /** Closes the panel, because what was asked for is behind it. */
  onLeave: () => void;
}

/** One kept run: its samples, name and whereabouts, and what can be done with it. */
export function RunRow({ run, chosen, onChoose, onLeave }: RunRowProps) {
  const { t, language } = useTexts();
  const current = useApp((state) => state.keptId === run.id);
  const now = useNow();
  const name = runName(run, t);
  const step = run.checkpoints.at(-1)?.step ?? 0;
  const [sure, setSure] = useState(false);
  const samples = useSamples(run.id, step);
  const save = async (file: Promise<Blob | null>, extension: string) => {
    const blob = await file;
    const fileName = `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${step}${extension}`;
    if (blob) await saveAs(blob, fileName, name);
  };
  return (
    <li className={styles.row} data-testid="kept-run">
      <input type="checkbox" checked={chosen} onChange={onChoose} aria-label={t('runs.compare', { name })} />
      {samples ? <Still images={samples} columns={3} rows={1} scale={THUMB / samples.size} side={THUMB} aria-hidden /> : <span />}
      <div className={styles.about}>
        <input
          key={run.name}
          className={styles.name}
          defaultValue={name}
          aria-label={t('runs.name')}
          onBlur={(event) => {
            const next = event.target.value.trim();
            if (next !== name) void runs.rename(run.id, next);
          }}
        />
        <p className={styles.facts}>
          {current ? `${t('runs.current')} · ` : ''}
          {t('runs.steps', { step })} · {t('runs.saved', { time: timeAgo(language, lastSaved(run), now) })}
          <Origin run={run} />
          {!current && <Differences run={run} />}
        </p>
      </div>
      <div className={styles.actions}>
        {!current && (
          <Button icon={Play} onClick={() => (onLeave(), void session.resume(run))}>
            {t('runs.continue')}
          </Button>
        )}
        <IconButton
          icon={Eye}
          label={t('runs.look')}
          onClick={() => (onLeave(), void runs.look({ run: run.id, step, name }))}
        />
        <IconButton icon={Download} label={t('runs.save')} onClick={() => void save(runs.file(run), '.dcgan')} />
        <IconButton icon={Film} label={t('timeline.gif')} onClick={() => void save(runs.film(run), '.gif')} />
        {sure ? (
          <Button onClick={() => void runs.remove(run.id)}>{t('runs.deleteSure')}</Button>
        ) : (
          <IconButton icon={Trash2} label={t('runs.delete')} inactive={current} onClick={() => setSure(true)} />
        )}
      </div>
    </li>
  );
}

function Origin({ run }: { run: KeptRun }) {
  const { t } = useTexts();
  const from = useApp((state) => state.kept?.runs.find(({ id }) => id === run.from?.run) ?? null);
  if (!from || !run.from) return null;
  return <> · {t('runs.from', { step: run.from.step, name: runName(from, t) })}</>;
}

/** In what the run differs from the one that is trained now. */
function Differences({ run }: { run: KeptRun }) {
  const { t } = useTexts();
  const now = useApp((state) => state.run);
  if (!now) return null;
  const keys = differences(run, now);
  const names = keys.map((key) => (key === 'data' ? t('header.data') : t(`setting.${key}`)));
  return <> · {keys.length === 0 ? t('runs.same') : `${t('runs.differs')}: ${names.join(', ')}`}</>;
}

function useSamples(id: string, step: number): Images | null {
  const [samples, setSamples] = useState<Images | null>(null);
  useEffect(() => {
    let wanted = true;
    void runs.samples({ run: id, step }).then((images) => wanted && setSamples(images));
    return () => {
      wanted = false;
    };
  }, [id, step]);
  return samples;
}
