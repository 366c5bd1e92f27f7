// The words of `npm start -- …` on their way to the app.
import { resolve } from 'node:path';

const option = '--data';

/** The words for the app. A folder is meant from where the words were typed, and npm starts scripts elsewhere. */
export function wordsForApp(words, typedIn) {
  return words.map((word, index) => {
    const folder = folderAt(words, index);
    return folder === null ? word : word.slice(0, word.length - folder.length) + resolve(typedIn, folder);
  });
}

/** The data folder that these words name, the last one when there are more; null when there is none. */
export function dataFolderIn(words) {
  return words.map((_, index) => folderAt(words, index)).findLast((folder) => folder !== null) ?? null;
}

/** Whether these words ask how it is used: that needs no display. */
export function askHow(words) {
  return words.some((word) => word === '--help' || word === '-h');
}

/** The folder that this word names, as `--data FOLDER` or `--data=FOLDER`. */
function folderAt(words, index) {
  const word = words[index];
  if (word.startsWith(`${option}=`)) return word.slice(option.length + 1) || null;
  return words[index - 1] === option && !word.startsWith('-') ? word || null : null;
}
