import { FlaskConical } from 'lucide-react';
import type { ExperimentId } from '../../core/experiments';
import type { TextKey } from '../../i18n/text';
import { lab } from '../../state/lab-app';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { ExperimentCard } from './experiments-page';
import { useExperiment } from './hooks';
import styles from './prose.module.css';

/** An experiment within a page: a button that turns to it, and the experiment itself once it is the one at hand. */
export function TryExperiment({ id, text }: { id: ExperimentId; text: TextKey }) {
  const { t } = useTexts();
  const current = useExperiment((state) => state.id) === id;
  return (
    <section className={styles.try}>
      {current ? (
        <ExperimentCard />
      ) : (
        <Button icon={FlaskConical} onClick={() => void lab.experiment.choose(id)}>
          {t(text)}
        </Button>
      )}
    </section>
  );
}
