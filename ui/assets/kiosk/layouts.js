// The keys of the on-screen keyboard, row by row: ten to a row where there is room, seven where there is not.

export const LAYOUTS = {
  letters: [
    "1 2 3 4 5 6 7 8 9 0",
    "q w e r t y u i o p",
    "a s d f g h j k l {bksp}",
    "z x c v b n m ， 。 ？",
    "{marks} {language} {space} {enter}",
  ],
  marks: [
    "1 2 3 4 5 6 7 8 9 0",
    "、 ； ： ！ “ ” （ ） 《 》",
    "〔 〕 % . / + - ～ … {bksp}",
    "{letters} {space} {enter}",
  ],
  lettersNarrow: [
    "q w e r t y u", "i o p a s d f", "g h j k l z x", "c v b n m ， 。",
    "{marks} {language} {bksp}", "{space} {enter}",
  ],
  marksNarrow: [
    "1 2 3 4 5 6 7", "8 9 0 、 ； ： ？", "！ “ ” （ ） 《 》", "〔 〕 % . / + -",
    "{letters} {bksp}", "{space} {enter}",
  ],
};
export const CHINESE = "中文", LATIN = "英文";

export const THEMES = [
  { class: "kk-wide", buttons: "{marks} {letters} {language} {bksp} {enter}" },
  { class: "kk-special", buttons: "{marks} {letters} {language} {bksp}" },
  { class: "kk-space", buttons: "{space}" },
  { class: "kk-go", buttons: "{enter}" },
];

// What stands on the keys that type no character.
export function displayed(language) {
  return { "{bksp}": "删除", "{enter}": "确定", "{space}": "空格", "{marks}": "数字标点", "{letters}": "字母", "{language}": language };
}
