// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Errors of the clearing house
/// @notice Amounts are quanta unless said otherwise; times are Unix seconds; indices count from 0 in
/// the batch.
interface IClearingHouseErrors {
    // Roles and configuration

    /// @notice Only an operator settles.
    error NotOperator(address caller);
    /// @notice Only the guardian or the owner pauses.
    error NotGuardian(address caller);
    /// @notice The clearing house cannot be without an owner: nobody could end a pause.
    error OwnerRequired();
    /// @notice Deposits and settlement are stopped. Exits are not.
    error ClearingHousePaused();
    /// @notice The zero address stands for nobody.
    error ZeroAddress();
    /// @notice An exit's delay is from `least` to `most` seconds.
    error ExitDelayOutOfRange(uint256 exitDelay, uint256 least, uint256 most);
    /// @notice The token is listed already.
    error AssetListedAlready(address token, uint256 asset);
    /// @notice No further asset can be listed.
    error TooManyAssets(uint256 most);
    /// @notice A quantum must be a power of ten base units that fits, `10 ** exponent`.
    error UnitOutOfRange(uint256 exponent, uint256 most);
    /// @notice Nothing is at the token's address.
    error NotAContract(address token);
    /// @notice A market's parameters contradict each other or are out of range.
    error InvalidMarket(uint256 market);
    /// @notice The market is listed already; its parameters never change.
    error MarketListedAlready(uint256 market);
    /// @notice The market is not listed.
    error UnknownMarket(uint256 market);
    /// @notice The market is listed, but its settlement is stopped.
    error MarketInactive(uint256 market);

    // Custody

    /// @notice The token is not listed.
    error UnknownToken(address token);
    /// @notice The asset is not listed.
    error UnknownAsset(uint256 asset);
    /// @notice Deposits of the asset are stopped; what is in custody can be traded and withdrawn.
    error DepositsStopped(uint256 asset);
    /// @notice Nothing was to be deposited.
    error NothingToDeposit();
    /// @notice Only whole quanta can be deposited: the nearest amounts, in the token's base units.
    error NotWholeQuanta(uint256 amount, uint256 lower, uint256 higher);
    /// @notice Custody of the asset is limited: what still fits, in the token's base units.
    error CustodyFull(uint256 asset, uint256 amount, uint256 room);
    /// @notice The token delivered another amount than was sent: it takes a fee, or rebases.
    error UnexpectedAmountReceived(address token, uint256 expected, uint256 received);
    /// @notice Only wrapped LUX may send native LUX here: use `depositNative`.
    error UseDepositNative();
    /// @notice The account is leaving: nothing of it is settled, and it takes no deposits.
    error AccountExiting(address account, uint256 bindsAt);
    /// @notice The account has not requested an exit.
    error NoExitRequested(address account);
    /// @notice The account has requested an exit already.
    error ExitRequestedAlready(address account, uint256 finalisableAt);
    /// @notice The exit can be finalised from then on.
    error ExitNotFinalisable(address account, uint256 finalisableAt);

    // Signers

    /// @notice Every approval of a list comes with one signature.
    error LengthsDiffer(uint256 approvals, uint256 signatures);
    /// @notice The signature is not the owner's, or not over what was sent.
    error InvalidOwnerSignature(address account, address recovered);
    /// @notice A newer approval or a revocation of this trading key exists for more than a minute, or
    /// the approval adds nothing to the present one.
    error ApprovalReplayed(address account, address agent, uint256 nonce, uint256 last);
    /// @notice The approval is over.
    error ApprovalExpired(address account, address agent, uint256 expiry);
    /// @notice The epoch must be the next one.
    error WrongEpoch(address account, uint256 epoch, uint256 expected);
    /// @notice The last epoch was bumped less than a minute ago: try again from then on.
    error EpochChanging(address account, uint256 bindsAt);
    /// @notice The account has used up all 65,536 epochs.
    error EpochsExhausted(address account);

    // The batch

    /// @notice The layout's version is another one.
    error UnknownBatchVersion(uint256 version);
    /// @notice The batch does not follow the last one that was settled.
    error WrongSequence(uint256 sequence, uint256 expected);
    /// @notice The batch's parts do not add up to its length.
    error MalformedBatch(uint256 expected, uint256 length);
    /// @notice Accounts must ascend strictly.
    error AccountsNotAscending(uint256 index);
    /// @notice Orders must ascend strictly by account, space of nonces and nonce.
    error OrdersNotAscending(uint256 index);
    /// @notice The fill, order or withdrawal names an account, order or row that the batch lacks.
    error IndexOutOfRange(uint256 index, uint256 count);
    /// @notice A fee is above what the signer agreed to.
    error FeeAboveSignedMaximum(uint256 feePpm, uint256 maxFeePpm);
    /// @notice A fee is above what the market allows.
    error FeeAboveMarketCap(uint256 market, uint256 feePpm, uint256 capPpm);
    /// @notice A flag is not known here, or not for spot markets.
    error UnsupportedFlags(uint256 index, uint256 flags);
    /// @notice A price or quantity is not in 1 … 2^31 − 1.
    error TermOutOfRange(uint256 index, uint256 price, uint256 quantity);
    /// @notice The order is smaller than the market's minimum.
    error OrderBelowMinimum(uint256 index, uint256 notional, uint256 minNotional);
    /// @notice The order, or the withdrawal, is over for longer than the grace.
    error SignatureExpired(uint256 index, uint256 expiry);
    /// @notice The order's epoch has ended.
    error EpochEnded(uint256 index, address account, uint256 bindsAt);
    /// @notice A one-shot order's nonce is not above the account's last one.
    error OneShotNonceUsed(uint256 index, uint256 nonce, uint256 last);
    /// @notice Neither the account's owner nor a trading key of this account signed this order.
    error WrongSigner(uint256 index, address account, address recovered);
    /// @notice The trading key's approval does not cover the order.
    error AgentNotAllowed(uint256 index, address account, address agent);
    /// @notice The account's contract does not confirm the signature (ERC-1271).
    error ContractSignatureRefused(uint256 index, address account);
    /// @notice The order was in the batch, but not in any of its fills.
    error OrderWithoutFill(uint256 index);
    /// @notice The order was canceled on chain.
    error OrderCanceledOnChain(uint256 index, address account, uint256 nonce);
    /// @notice More was filled than the order's quantity, in lots.
    error Overfilled(uint256 index, uint256 filled, uint256 quantity);
    /// @notice A fill of nothing.
    error EmptyFill(uint256 fill);
    /// @notice Both orders of a fill must be of the same market.
    error MarketsDiffer(uint256 fill);
    /// @notice One order of a fill must buy and the other sell.
    error SidesEqual(uint256 fill);
    /// @notice Both orders of a fill are of the same account.
    error SelfTrade(uint256 fill);
    /// @notice The price is worse than one side signed.
    error PriceOutsideLimits(uint256 fill, uint256 price, uint256 buyLimit, uint256 sellLimit);
    /// @notice A one-shot order never rests, so it is never the maker, nor in an auction.
    error OneShotOrderRests(uint256 fill);
    /// @notice A post-only order is the taker outside of an auction.
    error PostOnlyOrderTakes(uint256 fill);
    /// @notice Only a post-only order may have rested at another price than it signed.
    error PriceOfMakerDiffers(uint256 fill);
    /// @notice The account has less than what it would have to pay.
    error InsufficientBalance(address account, uint256 asset, uint256 balance, uint256 needed);
    /// @notice A balance would exceed 2^53 − 1 quanta, which custody's limit makes impossible.
    error BalanceOutOfRange();
    /// @notice A withdrawal of nothing, or to nobody.
    error InvalidWithdrawal(uint256 index);
    /// @notice A withdrawal's nonce is not above that of the account's last one.
    error WithdrawalNonceUsed(uint256 index, address account, uint256 nonce, uint256 last);
}
