import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist", "node_modules", "bin", "obj"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers are written into class names, styles and words everywhere here; their text is what is meant.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A promise nobody waits for is a failure nobody sees: say `void` where that is meant.
      "@typescript-eslint/no-floating-promises": "error",
      // The console of a control-room screen is read by no one.
      "no-console": "error",
      eqeqeq: "error",
    },
  },
);
