import type { BackpropagationRule } from '../../core/inspection';
import { inspect } from '../../state/app';
import { useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { useInspect } from './hooks';

const RULES = ['guided', 'deconvolution', 'gradient'] as const satisfies readonly BackpropagationRule[];

/** How a response is sent back to the pixels. */
export function RuleSelect() {
  const { t } = useTexts();
  const rule = useInspect((state) => state.rule);
  return (
    <Select
      aria-label={t('inspect.rule')}
      value={rule}
      options={RULES.map((value) => ({ value, text: t(`inspect.rule.${value}`) }))}
      onPick={(next) => inspect.store.setState({ rule: next })}
    />
  );
}
