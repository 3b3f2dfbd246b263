from .arrays import Mask, Vector
from .dense import DenseIndex
from .engines import DocumentRow, Engine, EngineSettings, RowFilter
from .errors import (
    EmbedderUnavailable,
    EngineAway,
    EngineError,
    IndexStoreError,
    InvalidIndexInput,
    StoreBusy,
    StoreDamaged,
    StoreMissing,
    StoreOutdated,
    TextIndexError,
)
from .hybrid import HybridIndex
from .lexical import bigram_tokens, normalize, word_tokens
from .messages import Message, SaidError
from .models.by_name import load_embedder, model_id
from .models.embedder import Embedder, PassageEmbedder, Progress, QueryEmbedder, WordEmbedder
from .models.model_folder import DEFAULT_MODEL
from .models.question_embedder import QUESTION_FILE, QuestionEmbedder
from .models.question_tuning import QuestionTuner, TaughtQuestion
from .models.token_encoder import TokenEncoder, TokenVectors
from .models.tuned_layers import read_arrays, tuned_layers, version_of
from .models.tuning import TaughtMention, TaughtText, Tuner
from .models.use_embedder import UseEmbedder, use_model_id
from .records import Entry, Hit, Query
from .row_search import RowSearch
from .segment import Group, segment_runs
from .shared_files import share_file, share_folder
from .storage import (
    JSON,
    VECTORS_SINCE,
    Generation,
    Writer,
    check_place,
    forget_other_generations,
    only_writer,
    open_generation,
    pointer_stamp,
    write_generation,
)
from .vector_cache import CachingEmbedder, VectorCache
from .vocabulary import WordVectors
from .weights import HybridWeights

__all__ = [
    "DEFAULT_MODEL",
    "JSON",
    "QUESTION_FILE",
    "VECTORS_SINCE",
    "CachingEmbedder",
    "DenseIndex",
    "DocumentRow",
    "Embedder",
    "EmbedderUnavailable",
    "Engine",
    "EngineAway",
    "EngineError",
    "EngineSettings",
    "Entry",
    "Generation",
    "Group",
    "Hit",
    "HybridIndex",
    "HybridWeights",
    "IndexStoreError",
    "InvalidIndexInput",
    "Mask",
    "Message",
    "PassageEmbedder",
    "Progress",
    "Query",
    "QueryEmbedder",
    "QuestionEmbedder",
    "QuestionTuner",
    "RowFilter",
    "RowSearch",
    "SaidError",
    "StoreBusy",
    "StoreDamaged",
    "StoreMissing",
    "StoreOutdated",
    "TaughtMention",
    "TaughtQuestion",
    "TaughtText",
    "TextIndexError",
    "TokenEncoder",
    "TokenVectors",
    "Tuner",
    "UseEmbedder",
    "Vector",
    "VectorCache",
    "WordEmbedder",
    "WordVectors",
    "Writer",
    "bigram_tokens",
    "check_place",
    "forget_other_generations",
    "load_embedder",
    "model_id",
    "normalize",
    "only_writer",
    "open_generation",
    "pointer_stamp",
    "read_arrays",
    "segment_runs",
    "share_file",
    "share_folder",
    "tuned_layers",
    "use_model_id",
    "version_of",
    "word_tokens",
    "write_generation",
]
