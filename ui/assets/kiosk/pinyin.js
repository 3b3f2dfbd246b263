// From letters to characters: words first, then single characters, by the table of the keyboard library's Chinese layout.

const READINGS = 24;

// The spellings of a word, of which a character with several readings has several.
function spellings(word, readings) {
  let found = [""];
  for (const character of word) {
    found = found.flatMap((start) => (readings.get(character) ?? []).map((syllable) => start + syllable)).slice(0, READINGS);
  }
  return found;
}

function initials(word, readings) {
  return [...word].map((character) => readings.get(character)?.[0]?.[0] ?? "").join("");
}

function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

export class Pinyin {
  // `table`: {syllable: "字 字"}; `words`: most frequent first.
  constructor(table, words) {
    this.table = table;
    this.bySpelling = new Map();
    this.byInitials = new Map();
    const readings = new Map();
    for (const [syllable, characters] of Object.entries(table)) {
      for (const character of characters.split(" ")) push(readings, character, syllable);
    }
    for (const word of words) {
      for (const spelling of spellings(word, readings)) push(this.bySpelling, spelling, word);
      push(this.byInitials, initials(word, readings), word);
    }
    this.spellings = [...this.bySpelling.keys()];
  }

  // What the letters may mean, likeliest first: `text`, and how many of the letters it uses up.
  candidates(letters, most = 80) {
    const found = new Map();
    const add = (texts, length) => { for (const text of texts ?? []) if (!found.has(text)) found.set(text, { text, length }); };
    for (let length = letters.length; length > 0; length -= 1) {
      const start = letters.slice(0, length);
      add(this.bySpelling.get(start), length);
      add(this.table[start]?.split(" "), length);
      if (length === letters.length && length > 1) {
        add(this.byInitials.get(letters), length);
        if (length > 2) add(this.completions(letters), length);
      }
    }
    return [...found.values()].slice(0, most);
  }

  completions(letters) {
    return this.spellings.filter((each) => each.startsWith(letters)).flatMap((each) => this.bySpelling.get(each)).slice(0, 12);
  }
}
