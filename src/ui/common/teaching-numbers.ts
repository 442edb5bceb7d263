import { useMemo } from 'react';
import { teachingNumbers } from '../../core/lessons';
import { useApp } from './hooks';

/** The numbers that the texts of lessons and tour name, for the loss that is trained with. */
export function useTeachingNumbers() {
  const loss = useApp(({ run, draft }) => (run ?? draft).config.loss);
  return useMemo(() => teachingNumbers(loss), [loss]);
}
