/** Korean particles come in two forms, after a consonant and after a vowel; texts write them as `은(는)`. */
const PARTICLES = /(.)([’”)]*)(은\(는\)|이\(가\)|을\(를\)|\(으\)로)/gu;

const FORMS: Record<string, readonly [afterConsonant: string, afterVowel: string]> = {
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '(으)로': ['으로', '로'],
};

/** How the digits 0 to 9 end when read in Korean: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGIT_ENDS = ['ㅇ', 'ㄹ', '', 'ㅁ', '', '', 'ㄱ', 'ㄹ', 'ㄹ', ''];

/** How the names of capital letters end, those that do not end in a vowel: 엘, 엠, 엔, 알. */
const LETTER_ENDS: Record<string, string> = { L: 'ㄹ', M: 'ㅁ', N: 'ㄴ', R: 'ㄹ' };

/**
 * Chooses the form of each open particle by the sound of what stands before it: Hangul syllables, digits, and capital
 * letters, which are read by their names (MNIST, WebGPU). After other letters, whose reading is not certain, both forms
 * stay.
 */
export function chooseParticles(text: string): string {
  return text.replaceAll(PARTICLES, (whole, before: string, quote: string, particle: string) => {
    const end = finalSound(before);
    if (end === null) return whole;
    const [afterConsonant, afterVowel] = FORMS[particle]!;
    const open = end === '' || (particle === '(으)로' && end === 'ㄹ');
    return before + quote + (open ? afterVowel : afterConsonant);
  });
}

/** The final consonant ('' for none, 'ㄹ' told apart from the rest), or null where it is not known. */
function finalSound(character: string): string | null {
  if (/\d/.test(character)) return DIGIT_ENDS[Number(character)]!;
  if (/[A-Z]/.test(character)) return LETTER_ENDS[character] ?? '';
  const syllable = character.codePointAt(0)! - 0xac00;
  if (syllable < 0 || syllable > 11171) return null;
  // A syllable block is (initial * 21 + vowel) * 28 + final; final 8 is ㄹ.
  const final = syllable % 28;
  return final === 0 ? '' : final === 8 ? 'ㄹ' : 'ㅇ';
}
