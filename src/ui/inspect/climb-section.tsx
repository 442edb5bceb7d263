import { useState } from 'react';
import type { LayerSpec } from '../../core/architecture';
import { inspect } from '../../state/app';
import { Button } from '../common/button';
import { useSlot, useTexts } from '../common/hooks';
import { Slider } from '../common/slider';
import panel from '../common/panel.module.css';
import styles from './panels.module.css';
import { Picture } from './pictures';
import { TaskLine } from './task-line';

/** Side of the picture, in CSS pixels. */
const SIDE = 128;
/** Length of a step, in half widths of the pixel range. */
const RATE = 0.1;

/** Activation maximization: a picture that excites a channel of D as much as gradient ascent can make it. */
export function ClimbSection({ layer, channel }: { layer: LayerSpec; channel: number }) {
  const { t } = useTexts();
  const [options, setOptions] = useState({ steps: 60, jitter: 1, decay: 0.02 });
  const { running, found } = useSlot(inspect.maximize.slot);
  const climb = () => {
    const chosen = { ...options, rate: RATE, seed: 1 };
    void inspect.maximize.start({ layer: layer.name, channel, options: chosen });
  };
  const fields = [
    { key: 'steps', min: 10, max: 200, step: 10 },
    { key: 'jitter', min: 0, max: 4, step: 1 },
    { key: 'decay', min: 0, max: 0.1, step: 0.01 },
  ] as const;
  return (
    <section className={styles.column} aria-label={t('climb.title')}>
      <h3>{t('climb.title')}</h3>
      <p className={panel.note}>{t('climb.help')}</p>
      <div className={styles.figures}>
        <div className={styles.narrow}>
          <div className={styles.controls}>
            {fields.map(({ key, ...range }) => (
              <label key={key} className={panel.field}>
                {t(`climb.${key}`)}
                <Slider {...range} value={options[key]} onSlide={(value) => setOptions({ ...options, [key]: value })} />
                <output>{options[key]}</output>
              </label>
            ))}
          </div>
          <div className={styles.controls}>
            <Button inactive={running !== null} onClick={climb}>
              {t('climb.start', { layer: layer.name.toUpperCase(), n: channel + 1 })}
            </Button>
            {running && (
              <TaskLine task={inspect.maximize} label={t('climb.running', { value: running.value ?? 0 })} />
            )}
          </div>
        </div>
        {found && (
          <Picture
            images={found.answer.images}
            side={SIDE}
            testId="climbed"
            caption={t('climb.found', {
              layer: found.question.layer.toUpperCase(),
              n: found.question.channel + 1,
              value: found.answer.response,
              step: found.answer.step,
            })}
          />
        )}
      </div>
    </section>
  );
}
