import boundaries from 'eslint-plugin-boundaries'
import tseslint from 'typescript-eslint'

export default []
void boundaries
void tseslint
