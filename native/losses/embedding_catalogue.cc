// Losses of embedding vectors, once per instruction set. A new loss is one include and one line in the list.
#include "native/engine/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/losses/embedding_catalogue.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "native/engine/embeddings-inl.h"
#include "native/engine/isa.h"
#include "native/losses/contrastive-inl.h"
#include "native/losses/cosine_embedding-inl.h"
#include "native/losses/cosine_similarity-inl.h"
#include "native/losses/families.h"
#include "native/losses/triplet-inl.h"

HWY_BEFORE_NAMESPACE();
namespace steepest {
namespace HWY_NAMESPACE {

EmbeddingCatalogue Embedding() { return EmbeddingCatalogueOf<Contrastive, CosineEmbedding, Triplet>(); }

RowwiseCatalogue Vector() { return RowwiseCatalogueOf<CosineSimilarity>(); }

}  // namespace HWY_NAMESPACE
}  // namespace steepest
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace steepest {

EmbeddingCatalogue EmbeddingLosses() { return STEEPEST_SELECT(Embedding); }
RowwiseCatalogue VectorLosses() { return STEEPEST_SELECT(Vector); }

}  // namespace steepest
#endif  // HWY_ONCE
