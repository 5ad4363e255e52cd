// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouseErrors } from "./IClearingHouseErrors.sol";
import { IClearingHouseEvents } from "./IClearingHouseEvents.sol";

/// @title Custody and settlement of everything that is matched off chain
/// @notice The operator can refuse, delay and order. It cannot move funds without their owner's
/// signature, beat a signed price, overfill, bring back what was canceled, or keep anybody's money.
/// @dev Units: base units are the token's; quanta are the ledger's, `unit` base units each. No more
/// than 2^53 − 1 quanta of an asset are ever in custody. Prices are ticks, sizes lots, both
/// 1 … 2^31 − 1; the notional of a fill is `ticks · lots · quantaPerTickLot` quote quanta.
/// docs/settlement.md has the layout of a batch and every rule.
interface IClearingHouse is IClearingHouseEvents, IClearingHouseErrors {
    /// @notice How an asset is listed.
    struct AssetListing {
        address token;
        /// One quantum is `10 ** unitExponent` base units.
        uint8 unitExponent;
    }

    /// @notice An asset as it is now.
    struct Asset {
        address token;
        /// Quanta that are in custody, over all accounts.
        uint64 custody;
        uint8 unitExponent;
        bool depositsAllowed;
    }

    /// @notice The rules that a market is listed with. They never change.
    struct Market {
        uint8 baseAsset;
        uint8 quoteAsset;
        bool active;
        /// k: quote quanta of one tick times one lot.
        uint32 quantaPerTickLot;
        /// Base quanta of one lot.
        uint64 unitsPerLot;
        /// Highest fees that can be charged, parts per million of what is received.
        uint24 maxMakerFeePpm;
        uint24 maxTakerFeePpm;
        /// Smallest notional of an order, at its signed price and quantity, in quote quanta.
        uint64 minNotional;
    }

    /// @notice How a market is listed: its number, 1 … 63, and its rules.
    struct MarketListing {
        uint8 market;
        uint8 baseAsset;
        uint8 quoteAsset;
        uint32 quantaPerTickLot;
        uint64 unitsPerLot;
        uint24 maxMakerFeePpm;
        uint24 maxTakerFeePpm;
        uint64 minNotional;
    }

    /// @notice Everything that is fixed, or begins with something, when the clearing house is created.
    struct Config {
        /// Lists assets and markets, appoints operators and guardian: a timelock, owned by a Safe.
        address owner;
        /// May pause.
        address guardian;
        address feeAccount;
        /// Wrapped LUX, for deposits and withdrawals of native LUX.
        address wlux;
        /// Seconds from the request of an exit to its payment.
        uint32 exitDelay;
        address[] operators;
        AssetListing[] assets;
        MarketListing[] markets;
    }

    /// @notice What an owner signs to let a trading key sign orders (EIP-712).
    struct AgentApproval {
        address account;
        address agent;
        /// Last second in which the key's orders may be matched.
        uint32 expiry;
        /// Bit n stands for market n.
        uint64 markets;
        /// Largest notional of one order, quote quanta; from 2^64 − 1 on there is no limit.
        uint128 maxNotional;
        /// Grows from approval to approval of the key.
        uint48 nonce;
    }

    /// @notice What a trading key may do.
    struct Agent {
        uint32 expiry;
        uint48 nonce;
        uint64 markets;
        uint64 maxNotional;
        /// A minute after its last approval or revocation: until then, approvals that it overtook count.
        uint32 bindsAt;
    }

    /// @notice What a trading key could do before its approval was narrowed, revoked or overtaken.
    struct FormerAgent {
        /// Until when it still can: what was matched before has to be settled.
        uint32 until;
        uint32 expiry;
        uint64 markets;
        uint64 maxNotional;
        /// Approvals up to this nonce were overtaken more than a minute ago, and never count again.
        uint48 overNonce;
    }

    /// @notice An account, apart from its balances.
    struct AccountState {
        uint16 epoch;
        /// Until when orders of the epoch before are settled; 0 = they never were, or are not.
        uint32 formerEpochUntil;
        /// Nonce of the last one-shot order that was settled.
        uint48 oneShotNonce;
        /// Whether the account is leaving or has left.
        bool exiting;
        /// From when on nothing of it is settled.
        uint32 exitBindsAt;
        /// From when on its balances can be paid out.
        uint32 exitFinalisableAt;
        /// Nonce of the last signed withdrawal that was paid.
        uint48 withdrawalNonce;
    }

    // Deposits

    /// @notice Pays an amount of a token, approved to this contract before, into the caller's account.
    /// @param token A listed token.
    /// @param amount Base units, a multiple of the asset's unit.
    /// @return depositId Number of the deposit.
    function deposit(address token, uint256 amount) external returns (uint256 depositId);

    /// @notice Likewise, into the account of somebody else.
    function depositFor(address account, address token, uint256 amount)
        external
        returns (uint256 depositId);

    /// @notice Likewise into the caller's account, with the approval as an EIP-2612 permit.
    /// @dev A permit that was used by somebody else in the meantime does not matter.
    function depositWithPermit(
        address token,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 depositId);

    /// @notice Wraps the native LUX that comes along and pays it into the caller's account.
    function depositNative() external payable returns (uint256 depositId);

    // Settlement

    /// @notice Settles signed trades and pays signed withdrawals. Operators only.
    /// @param batch Laid out as docs/settlement.md says, byte for byte.
    function settle(bytes calldata batch) external;

    // Leaving without the operator. Nothing here stops when the clearing house is paused.

    /// @notice Begins the caller's exit: after a minute nothing of the account is settled any more,
    /// and after the exit's delay its balances can be paid out.
    function requestExit() external;

    /// @notice Ends the caller's exit: the account takes deposits and is settled again.
    function cancelExit() external;

    /// @notice Pays whole balances of an account whose exit is due to the account itself. Anybody may
    /// call it, as often as there is something to pay, so that one asset's token cannot hold up others.
    /// @param assets Numbers of the assets to pay.
    function finaliseExit(address account, uint256[] calldata assets) external;

    // Orders and who may sign them. What narrows anything binds settlement after a minute.

    /// @notice Cancels resting orders of the caller. Canceled ones stay so.
    function cancel(uint48[] calldata nonces) external;

    /// @notice Ends every order that the caller has signed so far, one-shot orders and withdrawals too.
    function bumpEpoch() external;

    /// @notice Likewise by the owner's signature (`CancelAll`), which anybody may bring.
    /// @param epoch The new epoch: one more than the present one.
    /// @param signature 64 or 65 bytes of the owner, or what its contract confirms.
    function cancelAll(address account, uint16 epoch, bytes calldata signature) external;

    /// @notice Lets a trading key sign orders by the owner's signature, which anybody may bring. The
    /// owner itself needs none. A wider approval counts at once, what is narrower after a minute.
    /// @dev One that a newer one or a revocation has overtaken within the last minute is not too late:
    /// its limits join the former ones until `bindsAt`, which it does not move. Afterwards it is refused.
    function approveAgent(AgentApproval calldata approval, bytes calldata signature) external;

    /// @notice Likewise for a list. What is too late, or adds nothing to what is known of its key, such
    /// as an approval that somebody else has brought in the meantime, is passed over.
    function approveAgents(AgentApproval[] calldata approvals, bytes[] calldata signatures) external;

    /// @notice Takes back every approval of a trading key of the caller up to `nonce`, also one that
    /// was signed but not brought here. Nonces are milliseconds by convention; 2^48 − 1 is forever.
    function revokeAgent(address agent, uint48 nonce) external;

    // Roles

    /// @notice Stops deposits and settlement. Guardian or owner.
    function pause() external;

    /// @notice Ends a pause. Owner only.
    function unpause() external;

    /// @notice Appoints or dismisses an operator. Owner only; several at a time, for rotation.
    function setOperator(address operator, bool allowed) external;

    /// @notice Appoints another guardian. Owner only.
    function setGuardian(address guardian) external;

    /// @notice Has the fees of later batches credited to another account. Owner only.
    function setFeeAccount(address feeAccount) external;

    /// @notice Changes the delay of exits that are requested from now on. Owner only.
    function setExitDelay(uint32 exitDelay) external;

    /// @notice Lists an asset under the next number. Owner only; it cannot be unlisted.
    function listAsset(AssetListing calldata listing) external returns (uint256 asset);

    /// @notice Allows or stops deposits of an asset. Owner only.
    function setDepositsAllowed(uint256 asset, bool allowed) external;

    /// @notice Lists a market. Owner only; its rules never change.
    function listMarket(MarketListing calldata listing) external;

    /// @notice Resumes or stops settlement of a market. Owner only.
    function setMarketActive(uint256 market, bool active) external;

    // Views

    /// @notice Seconds after which cancels, bumps, revocations and exits bind settlement.
    function BINDING_DELAY() external view returns (uint256);

    /// @notice Seconds after its expiry in which a signature can still be settled.
    function EXPIRY_GRACE() external view returns (uint256);

    /// @notice Wrapped LUX.
    function WLUX() external view returns (address);

    /// @notice Balance of an account in quanta.
    function balanceOf(address account, uint256 asset) external view returns (uint256 quanta);

    /// @notice Balances of an account in quanta, one for each listed asset.
    function balancesOf(address account) external view returns (uint256[] memory quanta);

    /// @notice Epoch, one-shot nonce and exit of an account.
    function accountOf(address account) external view returns (AccountState memory);

    /// @notice How far a resting order is filled.
    /// @return filledLots Its lots, unless it is filled whole.
    /// @return filledWhole Whether the first batch that had it filled all of it: its nonce is used up.
    /// @return cancelBindsAt From when on its cancellation binds; 0 = there is none.
    function restingOrder(address account, uint48 nonce)
        external
        view
        returns (uint256 filledLots, bool filledWhole, uint256 cancelBindsAt);

    /// @notice A trading key's approval, and the wider one before while it still counts.
    function agentOf(address account, address agent)
        external
        view
        returns (Agent memory present, FormerAgent memory former);

    /// @notice How many assets are listed: their numbers begin with 0.
    function assetCount() external view returns (uint256);

    /// @notice A listed asset.
    function assetAt(uint256 asset) external view returns (Asset memory);

    /// @notice Number of a listed token.
    function assetOf(address token) external view returns (uint256 asset);

    /// @notice A market's rules; all zero when it is not listed.
    function marketAt(uint256 market) external view returns (Market memory);

    /// @notice Number that the next batch must have.
    function nextSequence() external view returns (uint256);

    /// @notice How many deposits there were: the last one's number.
    function depositCount() external view returns (uint256);

    /// @notice Whether an address may settle batches.
    function isOperator(address operator) external view returns (bool);

    /// @notice Who may pause.
    function guardian() external view returns (address);

    /// @notice Account that receives the fees.
    function feeAccount() external view returns (address);

    /// @notice Delay in seconds of an exit that is requested now.
    function exitDelay() external view returns (uint256);

    /// @notice Whether deposits and settlement are stopped.
    function paused() external view returns (bool);

    /// @notice The EIP-712 domain's hash on the present chain.
    function DOMAIN_SEPARATOR() external view returns (bytes32);
}
